import { sql } from 'kysely';
import { exportedBuildings } from '@/lib/abilities/exports';
import { filterAddress, readFilterAddress } from '@/lib/archive/search/filter-address';
import { describeFilter } from '@/lib/archive/search/filter-words';
import type { Scope, StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { DeskError } from '@/lib/errors';
import { scheduleKeys } from '@/lib/text/stored-keys';
import { findView } from '@/lib/views/data';
import { isSeenFile, isSeenSchedule } from './data';
import { type FileRecord, newFile } from './record/file-records';
import { nextDue } from './schedule/due-time';
import type { ScheduleInput } from './schema';
import { safeName } from './write/file-name';
import { type ExportFormat, exportFiles } from './write/format';

export async function beginFile(
  scope: StandingScope,
  order: {
    format: ExportFormat;
    locale: 'en' | 'zh';
    name: string;
    query: string;
    intentSeq: number | null;
  },
): Promise<FileRecord> {
  return getDb()
    .insertInto('export_file')
    .values(
      newFile({
        workspace_id: scope.workspaceId,
        schedule_id: null,
        due_at: null,
        format: order.format,
        name: `${safeName(order.name)}.${exportFiles[order.format].extension}`,
        query: order.query,
        filter: JSON.stringify(describeFilter(readFilterAddress(order.query))),
        buildings: await exportedBuildings(scope, readFilterAddress(order.query)),
        locale: order.locale,
        actor: scope.actor,
        member_id: scope.member?.id ?? null,
        account: scope.account,
        role: scope.role,
        intent_seq: order.intentSeq,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Deletes a scheduled file and its record; the audit log keeps that it existed. False: there is no such file. */
export async function deleteFile(scope: StandingScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await getDb()
    .deleteFrom('export_file')
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenFile(scope))
    .where('id', '=', id)
    .where('state', '<>', 'running')
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Creates or changes a schedule. Null: there is no such schedule. */
export async function saveSchedule(scope: Scope, input: ScheduleInput): Promise<{ id: string } | null> {
  const { id, view, monthDay, keepFiles, ...same } = input;
  const chosen = view === '' ? null : await findView(scope, view);
  if (view !== '' && !chosen) return null;
  const query = filterAddress(new URLSearchParams(chosen?.query ?? input.query));
  const values = {
    ...same,
    ...scheduleKeys(same),
    view_id: chosen?.id ?? null,
    query,
    buildings: await exportedBuildings(scope, readFilterAddress(query)),
    month_day: monthDay,
    keep_files: keepFiles,
    actor: scope.actor,
    member_id: scope.member?.id ?? null,
    next_due: nextDue(input, databaseDate()),
  };
  if (id === '') {
    return getDb()
      .insertInto('export_schedule')
      .values({ ...values, workspace_id: scope.workspaceId })
      .returning('id')
      .executeTakeFirstOrThrow();
  }
  const saved = await getDb()
    .updateTable('export_schedule')
    .set({
      ...values,
      updated_at: databaseDate(),
      // Who saves it orders it from now on. What stopped it was that the one before may not export any more.
      paused: sql<boolean>`paused and stop_code is null`,
      stop_code: null,
    })
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenSchedule(scope))
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return saved ?? null;
}

/** Pauses or resumes a schedule. Files that were due in a pause are not made later. */
export async function pauseSchedule(scope: Scope, id: string, paused: boolean): Promise<boolean> {
  const found = await getDb()
    .selectFrom('export_schedule')
    .selectAll()
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenSchedule(scope))
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found) return false;
  // Who ordered it may not export any more. Saved by a person who may, it runs for them.
  if (found.stop_code) throw new DeskError(found.stop_code);
  await getDb()
    .updateTable('export_schedule')
    .set({
      paused,
      updated_at: databaseDate(),
      next_due: nextDue({ ...found, monthDay: found.month_day }, databaseDate()),
    })
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .execute();
  return true;
}

export async function deleteSchedule(scope: Scope, id: string): Promise<boolean> {
  const { numDeletedRows } = await getDb()
    .deleteFrom('export_schedule')
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenSchedule(scope))
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
