import { sql } from 'kysely';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { inTime } from '@/lib/db/week';
import type { ScopeChannel } from '@/lib/devices/channel';
import { isVendorError } from '@/lib/doordeer/errors';
import { type ErrorCode, errorCodeOf } from '@/lib/errors';
import { secondText } from '@/lib/text/wall-text';
import { createPageFetcher, type FetchOptions } from '../fetch/fetch-page';
import { canReadList } from '../fetch/list-scope';
import { createPager } from '../list/pager';
import { readNewest } from '../list/read-newest';
import { readOlder } from '../list/read-older';
import type { Run } from '../list/run';
import { readCheckpoint, saveCheckpoint } from '../store/checkpoint';
import { readEventTime } from '../store/event-time';
import { asListed, type ListedEvent } from '../store/stored-event';
import { judgeRooms } from './judge-rooms';
import { readCloudFinding, recordCloudFinding } from './list-findings';
import { setRoom } from './set-room';

/** Age at which a room's own list is read again, if its door has events without a room. */
const freshMs = 15 * 60_000;

/** Rooms whose lists can be read now, and can say more about events of their doors. They add no events, so nothing comes twice. */
export async function roomsDue(scope: Scope): Promise<ScopeChannel[]> {
  const { rows } = await sql<{ gid: string; newest: Date }>`
    select door.gid, latest.archived_at as newest
    from event_door as door
    cross join lateral (
      select archived_at from event
      where event.workspace_id = door.workspace_id and event.gid = door.gid and attribution is distinct from 'stream'
      order by ${inTime('desc')}
      limit 1
    ) as latest
    where door.workspace_id = ${scope.workspaceId} and door.manner = 'door'`.execute(getDb());
  const newest = new Map(rows.map((row) => [row.gid, row.newest.getTime()]));
  const read = await getDb()
    .selectFrom('event_stream')
    .select(['gid', 'channel', 'tried_at', 'read_at', 'error_code'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('channel', 'is not', null)
    .execute();
  const tried = new Map(
    read.map(({ gid, channel, tried_at, read_at, error_code }) => {
      // A reading for a page left part of it.
      const unfinished =
        error_code === null && (read_at === null || (tried_at !== null && read_at < tried_at));
      return [`${channel}@${gid}`, unfinished ? 0 : (tried_at?.getTime() ?? 0)];
    }),
  );
  return scope.channels.filter((room) => {
    const { gid, channel } = room;
    const last = tried.get(`${channel}@${gid}`) ?? 0;
    return last < databaseNow() - freshMs && last < (newest.get(gid) ?? 0) && canReadList(scope, room);
  });
}

/** Most pages that a reading for a page takes; the feeder reads the rest. */
const someDeep = 10;

/** Marks the door's events that are in a room's own list, down to the door's oldest event or for some pages. */
export async function attributeRoom(
  scope: Scope,
  channel: ScopeChannel,
  { deep = 'all', ...options }: FetchOptions & { deep?: 'some' | 'all' },
): Promise<ErrorCode | null> {
  const list = { workspaceId: scope.workspaceId, gid: channel.gid, channel: channel.channel };
  const order = await drawReadingOrder();
  const { paging, blanks, finished: before } = await readCheckpoint(list);
  const pages = createPager<ListedEvent>(createPageFetcher(scope, list, options, blanks), paging);
  let errorCode: ErrorCode | null = null;
  let finished = true;
  try {
    const run = await readNewest(pages);
    if (run.events.length > 0 && (await separatesRooms(scope, channel, options))) {
      await mark(scope, channel, run.events);
      finished = await markFurther(scope, channel, { pages, run, deep, before });
    }
  } catch (error) {
    // A room whose list the cloud does not give keeps the rooms that names show.
    errorCode = isVendorError(error) && error.kind === 'result' ? null : errorCodeOf(error);
  }
  await saveCheckpoint(list, pages.paging, {
    errorCode,
    order,
    blanks,
    whole: errorCode === null && finished,
    finished,
  });
  return errorCode;
}

/**
 * Does this cloud separate rooms? The vendor's request line has no room in it (docs/vendor.md, reading 2), so a cloud may
 * answer for the whole door. Such an answer must not give one room the events of all. Once lists were found to differ,
 * they are not compared again.
 */
async function separatesRooms(
  scope: Scope,
  { gid, channel }: ScopeChannel,
  options: FetchOptions,
): Promise<boolean> {
  if ((await readCloudFinding()) === 'apart') return true;
  const others = scope.channels.flatMap((room) =>
    room.gid === gid && room.channel !== channel && canReadList(scope, room) ? [room.channel] : [],
  );
  const { apart, certain } = await judgeRooms({ scope, gid, fresh: [channel], others, options });
  if (certain && apart !== null) await recordCloudFinding(apart === 'same' ? 'same' : 'apart');
  // `unproven`: the manager has one room there. Its events may get that room, because only this manager sees them.
  return apart === 'proven' || apart === 'unproven';
}

type Reading = {
  pages: ReturnType<typeof createPager<ListedEvent>>;
  run: Run<ListedEvent>;
  deep: 'some' | 'all';
  before: boolean;
};

/** Where a clock was set back, wall times run backwards. The oldest wall time is taken from this many events. */
const oldestLooked = 100;

async function markFurther(
  scope: Scope,
  channel: ScopeChannel,
  { pages, run, deep, before }: Reading,
): Promise<boolean> {
  const { rows } = await sql<{ floor: string | null }>`
    select to_char(min(wall), 'YYYY-MM-DD HH24:MI:SS') as floor from (
      select wall from event
      where workspace_id = ${scope.workspaceId} and gid = ${channel.gid} and stream is null and wall is not null
      order by ${inTime('asc')} limit ${oldestLooked}
    ) as oldest`.execute(getDb());
  const floor = rows[0]?.floor ?? null;
  for (let page = 0; floor !== null && !run.reachesFirst && latestWall(run.events[0]) >= floor; page++) {
    if (deep === 'some' && page === someDeep) return false;
    const older = await readOlder(pages, run);
    const marked = await mark(scope, channel, run.events.slice(0, older));
    if (marked === 0 && (before || deep === 'some')) return before;
  }
  return true;
}

/** The latest that any door's clock may have shown. A time with an offset comes from another clock. */
function latestWall(event: ListedEvent | undefined): string {
  const written = event && readEventTime(event.timeText);
  if (written?.offsetMinutes === undefined) return event?.time ?? '';
  return secondText(Date.parse(`${written.date}T${written.time}Z`) + day);
}

/** For each kind, marks as many of the door's events as the room's list has. Returns how many were new to the room. */
async function mark(scope: Scope, channel: ScopeChannel, listed: readonly ListedEvent[]): Promise<number> {
  const when = instantsOf(listed);
  if (when.length === 0) return 0;
  const rows = await selectNamedEvents(getDb())
    .select([
      'event.id',
      'event.at',
      'event.channel',
      'event.attribution',
      'event.type',
      'event.time_text as timeText',
      'event_who.account',
      'event_who.code_name as codeName',
    ])
    .where('event.workspace_id', '=', scope.workspaceId)
    .where('event.gid', '=', channel.gid)
    .where('event.stream', 'is', null)
    // An anonymous event does not get its room back.
    .where('event.trace', 'is', null)
    // A busy door has thousands of events in that time, but few with these times.
    .where(
      sql<boolean>`event.time_text = any(${[...new Set(listed.map(({ timeText }) => timeText))]}::text[])`,
    )
    .where(({ or, and, eb }) =>
      or(when.map(({ from, to }) => and([eb('event.at', '>=', from), eb('event.at', '<=', to)]))),
    )
    .execute();
  const wanted = new Map<string, number>();
  for (const { key } of listed) wanted.set(key, (wanted.get(key) ?? 0) + 1);
  const keyed = asListed(rows).map(({ key }, index) => ({ key, row: rows[index] }));
  for (const { key, row } of keyed) {
    if (row?.attribution === 'stream' && row.channel === channel.channel)
      wanted.set(key, (wanted.get(key) ?? 0) - 1);
  }
  const marked: { id: number; at: Date }[] = [];
  for (const { key, row } of keyed) {
    const left = wanted.get(key) ?? 0;
    if (!row || left <= 0 || row.attribution === 'stream') continue;
    wanted.set(key, left - 1);
    marked.push(row);
  }
  await setRoom(scope.workspaceId, channel, marked, 'stream');
  return marked.length;
}

const day = 86_400_000;

/** Clocks differ by a day at most. A time far from the others gets a range of its own, an unreadable one none. */
function instantsOf(listed: readonly ListedEvent[]): { from: Date; to: Date }[] {
  const times = listed
    .flatMap(({ timeText }) => {
      const wall = readEventTime(timeText);
      return wall ? [Date.parse(`${wall.date}T${wall.time}Z`)] : [];
    })
    .sort((a, b) => a - b);
  const ranges: { from: Date; to: Date }[] = [];
  for (const time of times) {
    const last = ranges.at(-1);
    if (last && time - last.to.getTime() < year) last.to = new Date(time + day);
    else ranges.push({ from: new Date(time - day), to: new Date(time + day) });
  }
  return ranges;
}

const year = 366 * day;
