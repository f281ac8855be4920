import type { Selectable } from 'kysely';
import { readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { readArchiveState } from '@/lib/archive/coverage/state';
import { hasHolder } from '@/lib/archive/feed/find-holders';
import { describeAddress, filterAddress } from '@/lib/archive/search/filter-address';
import { standingScope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { ExportScheduleTable } from '@/lib/db/tables/exports';
import { instantToWall, wallToInstant } from '@/lib/devices/time-zone';
import { exportWords } from '../events/export-words';
import { type FileRecord, newFile } from '../record/file-records';
import { exportFiles } from '../write/format';
import { nextDue, passedDues, periodOf, type Rhythm } from './due-time';

type Schedule = Selectable<ExportScheduleTable>;

const HOUR = 3_600_000;
/** By the database's clock, once it is known. */
const processBegan = () => new Date(databaseNow() - process.uptime() * 1_000);

/**
 * Claims the next due file for this process. After a stop, each missed time gets its own file if it has its own days,
 * up to the number of kept files. If each file holds all days, only the last time gets one.
 */
export async function takeDue(now = databaseDate()): Promise<FileRecord | null> {
  // Looked at without a lock: there may be hundreds that wait, and who removes a member stops schedules.
  const due = await getDb()
    .selectFrom('export_schedule')
    .selectAll()
    .where('next_due', '<=', now)
    .where('paused', '=', false)
    .orderBy('next_due')
    .modifyEnd(everyWorkspace)
    .execute();
  for (const schedule of due) {
    const { rhythm, first } = duesOf(schedule, now);
    if (!first || (await isAwaited({ schedule, rhythm, due: first, now }))) continue;
    const file = await claim(schedule, { due: first, now });
    if (file) return file;
  }
  return null;
}

function duesOf(schedule: Schedule, now: Date) {
  const rhythm = { ...schedule, monthDay: schedule.month_day };
  const most = schedule.covers === 'all' ? 1 : schedule.keep_files;
  const [first, second] = passedDues(rhythm, schedule.next_due, { now, most });
  return { rhythm, first, second };
}

/** Null: another process has it, or it was changed meanwhile. */
function claim(seen: Schedule, { due, now }: { due: Date; now: Date }): Promise<FileRecord | null> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const schedule = await trx
        .selectFrom('export_schedule')
        .selectAll()
        .where('workspace_id', '=', seen.workspace_id)
        .where('id', '=', seen.id)
        .where('next_due', '<=', now)
        .where('paused', '=', false)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (!schedule) return null;
      const { rhythm, first, second } = duesOf(schedule, now);
      if (first?.getTime() !== due.getTime()) return null;
      await trx
        .updateTable('export_schedule')
        .set({ next_due: second ?? nextDue(rhythm, now), ...(second ? {} : { unread_at: null }) })
        .where('workspace_id', '=', schedule.workspace_id)
        .where('id', '=', schedule.id)
        .execute();
      return beginDue(trx, { schedule, rhythm, due });
    });
}

type Due = { schedule: Schedule; rhythm: Rhythm; due: Date; now: Date };

/** Doors are read more often than this. An earlier reading shows that reading stopped meanwhile. */
const overdueMs = 30 * 60_000;

/**
 * Whether events of the file may still arrive, because a door was not read since they came. Without a sign-in and a
 * connection the file waits for one of them. Otherwise it waits at most one hour: from the due time, the last moment without
 * both, and the start of this process. A file of all events is only as new as the last readings, so it need not wait for
 * the very next ones.
 */
async function isAwaited(file: Due): Promise<boolean> {
  const { schedule, due, now } = file;
  const { workspace_id: workspaceId, actor, member_id: memberId } = schedule;
  const isRead = await hasHolder(workspaceId);
  const unreadAt = isRead ? schedule.unread_at : await noteUnread(schedule, now);
  const since = Math.max(due.getTime(), processBegan().getTime(), unreadAt?.getTime() ?? 0);
  if (isRead && now.getTime() - since > HOUR) return false;
  const scope = await standingScope({ workspaceId, actor, memberId });
  if (!scope) return false;
  const latest = unreadAt ? due : new Date(due.getTime() - overdueMs);
  const end = schedule.covers === 'all' ? latest : endOfDays(file);
  // Whether lists were read to their first record matters only while something reads them.
  const doors =
    isRead && schedule.covers === 'period'
      ? (await readArchiveState(scope)).map(({ listRead, lastReadAt }) => (listRead ? lastReadAt : null))
      : [...(await readDoorReadings(scope)).values()].map(({ readAt }) => readAt);
  return doors.some((readAt) => readAt === null || new Date(readAt) < end);
}

/** Written every few minutes only: there may be hundreds that wait. */
async function noteUnread({ workspace_id, id, unread_at }: Schedule, now: Date): Promise<Date> {
  if (unread_at && now.getTime() - unread_at.getTime() < noteEveryMs) return unread_at;
  await getDb()
    .updateTable('export_schedule')
    .set({ unread_at: now })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .execute();
  return now;
}

const noteEveryMs = 5 * 60_000;

function endOfDays({ rhythm, due }: Due): Date {
  const zone = { name: rhythm.zone, source: 'chosen' as const };
  const { date } = instantToWall(zone, due);
  return wallToInstant(zone, { date, time: '00:00:00' })?.instant ?? due;
}

async function beginDue(
  trx: Db,
  { schedule, rhythm, due }: { schedule: Schedule; rhythm: Rhythm; due: Date },
): Promise<FileRecord | null> {
  const workspace = await trx
    .selectFrom('workspace')
    .select(['account', 'role'])
    .where('id', '=', schedule.workspace_id)
    .executeTakeFirstOrThrow();
  const { days, query } = await contentOf(trx, { schedule, rhythm, due });
  const { name } = await exportWords(schedule.locale);
  const file = await trx
    .insertInto('export_file')
    .values(
      newFile({
        workspace_id: schedule.workspace_id,
        schedule_id: schedule.id,
        due_at: due,
        format: schedule.format,
        name: `${name}-${days}.${exportFiles[schedule.format].extension}`,
        query,
        // A filter that is no longer valid fails its own file when it is read, and delays no other.
        filter: JSON.stringify(describeAddress(query)),
        // Those of the schedule, until the file is made.
        buildings: schedule.buildings,
        locale: schedule.locale,
        actor: schedule.actor,
        member_id: schedule.member_id,
        account: workspace.account,
        role: workspace.role,
        intent_seq: null,
      }),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return file ?? null;
}

/** By the schedule's own clock: in UTC, a night in Shanghai is still the day before. */
async function contentOf(
  trx: Db,
  { schedule, rhythm, due }: { schedule: Schedule; rhythm: Rhythm; due: Date },
): Promise<{ days: string; query: string }> {
  const query = await filterOf(trx, schedule);
  if (schedule.covers === 'all') {
    return { days: instantToWall({ name: schedule.zone, source: 'chosen' }, due).date, query };
  }
  const { from, to } = periodOf(rhythm, due);
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries({ from, to, zone: schedule.zone })) params.set(name, value);
  return { days: from === to ? from : `${from}_${to}`, query: params.toString() };
}

/** The view as it is now, or as it was chosen if it was deleted since. */
export async function filterOf(
  trx: Db,
  schedule: Pick<Schedule, 'workspace_id' | 'view_id' | 'query'>,
): Promise<string> {
  const view = await trx
    .selectFrom('saved_view')
    .select('query')
    .where('workspace_id', '=', schedule.workspace_id)
    .where('id', '=', schedule.view_id)
    .executeTakeFirst();
  return view ? filterAddress(new URLSearchParams(view.query)) : schedule.query;
}
