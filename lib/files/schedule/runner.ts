import { sql } from 'kysely';
import { exportedBuildings } from '@/lib/abilities/exports';
import { readFilterAddress } from '@/lib/archive/search/filter-address';
import { recordAudit } from '@/lib/audit/record';
import { standingScope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { DeskError, type ErrorCode, errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { makeFile } from '../events/make-file';
import { type FileRecord, makingLockClass, recordBroken, recordOutcome } from '../record/file-records';
import { dropOldBytes, keepBytes } from '../record/keep-file';
import { cutToFiles, refuseRun } from './refuse-run';
import { takeDue } from './take-due';

/** Most tries for an interrupted file: the file itself may be what kills the process. */
const mostTries = 3;

/** Several processes may do this: the one that moves a schedule's next time, in one transaction, makes the file. */
export async function runDueExports(stop: AbortSignal): Promise<void> {
  for (const file of await takeStranded()) {
    if (file.schedule_id === null) await recordBroken(file, { state: 'failed', code: 'unexpected', rows: 0 });
    else await runFile(file, stop);
  }
  while (!stop.aborted) {
    const file = await takeDue();
    if (!file) return;
    await runFile(file, stop);
  }
}

async function takeStranded(): Promise<FileRecord[]> {
  const { rows } = await sql<{ id: string }>`
    update export_file set tries = tries + 1, started_at = now() ${everyWorkspace}
    where id in (
      select id from export_file
      where state = 'running' and started_at < now() - interval '1 minute' and not exists (
        select from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.locktype = 'advisory' and l.objsubid = 2 and l.granted
          and l.classid = ${makingLockClass}
          and l.objid = (hashtext(export_file.id::text)::bigint & 4294967295)::oid)
      order by started_at limit 5
      for update skip locked)
    returning id`.execute(getDb());
  if (rows.length === 0) return [];
  return getDb()
    .selectFrom('export_file')
    .selectAll()
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .modifyEnd(everyWorkspace)
    .execute();
}

async function runFile(file: FileRecord, stop: AbortSignal): Promise<void> {
  const intentSeq = await intent(getDb(), file);
  const record = { ...file, intent_seq: intentSeq };
  try {
    if (file.tries >= mostTries) throw new DeskError('unexpected');
    const scope = await standingScope({
      workspaceId: file.workspace_id,
      actor: file.actor,
      memberId: file.member_id,
    });
    if (!scope) throw new DeskError('not-found');
    const query = readFilterAddress(file.query);
    const exporter = cutToFiles(scope);
    const refusal = refuseRun(scope, query);
    if (refusal?.stops) await stopSchedule(file, refusal.stops);
    if (refusal) throw new DeskError(refusal.code);
    const { format, locale } = file;
    await keepBuildings(file, await exportedBuildings(exporter, query));
    const making = await makeFile(exporter, query, {
      format,
      locale,
      kept: true,
      record: async () => record,
    });
    const giveUp = () => making.abandon();
    stop.addEventListener('abort', giveUp, { once: true });
    try {
      await keepBytes(file.id, making.bytes);
    } finally {
      stop.removeEventListener('abort', giveUp);
    }
    const schedule = await getDb()
      .selectFrom('export_schedule')
      .select('keep_files')
      .where('workspace_id', '=', file.workspace_id)
      .where('id', '=', file.schedule_id)
      .executeTakeFirst();
    if (schedule) await dropOldBytes(file, schedule.keep_files);
  } catch (error) {
    const code = errorCodeOf(error);
    // The process ends: the row stays as running, and another process starts the file again.
    if (stop.aborted) return putOff(record, code);
    if (code === 'unexpected') log.error({ err: error, exportId: file.id }, 'scheduled export failed');
    // Too many exports, or no database for a moment: the row stays as running, and a later sweep starts again.
    if (code === 'exports-busy' || code.startsWith('database-')) {
      await getDb()
        .updateTable('export_file')
        .set({ tries: 0 })
        .where('workspace_id', '=', file.workspace_id)
        .where('id', '=', file.id)
        .execute();
      return putOff(record, code);
    }
    await getDb().deleteFrom('export_chunk').where('export_id', '=', file.id).execute();
    await recordBroken(record, { state: 'failed', code, rows: 0 });
  }
}

/** It does not try again each time that it is due: its page says that it stopped, and why. */
async function stopSchedule(
  { workspace_id, schedule_id }: Pick<FileRecord, 'workspace_id' | 'schedule_id'>,
  code: ErrorCode,
): Promise<void> {
  await getDb()
    .updateTable('export_schedule')
    .set({ paused: true, stop_code: code })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', schedule_id)
    .execute();
}

/** What the member may export may have changed since the schedule was saved. */
async function keepBuildings(file: FileRecord, buildings: string[] | null): Promise<void> {
  await getDb()
    .updateTable('export_file')
    .set({ buildings })
    .where('workspace_id', '=', file.workspace_id)
    .where('id', '=', file.id)
    .execute();
}

async function putOff(record: FileRecord, code: ErrorCode): Promise<void> {
  await recordOutcome(getDb(), record, 'failed', { count: 0, outcome: 'put-off', code }).catch(() => {});
}

async function intent(db: Db, file: FileRecord): Promise<number> {
  return recordAudit(db, {
    workspaceId: file.workspace_id,
    actor: file.actor,
    memberId: file.member_id,
    buildings: file.buildings,
    account: file.account,
    role: file.role,
    action: 'exports.run',
    subject: file.format,
    outcome: 'intent',
    detail: { ...file.filter, id: file.id },
  });
}
