import { sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { eventDoorsOf, isCounted, seesWholeDoors, storedList, visible } from '../access/visible-events';
import { isAsked } from './stretches';

export type DoorArchive = {
  gid: string;
  /** Null, as for the other numbers and ends: this person may see only some of the door's events. */
  archived: number | null;
  removed: number | null;
  /** The cloud's list was read down to its first record, whether or not all of it is shown. */
  listRead: boolean;
  /** Also every event that the cloud gave is kept and shown. */
  readToEnd: boolean;
  /** Also the door was read recently: only the last minutes may be missing. Null where `archived` is. */
  complete: boolean | null;
  /** Gaps between stretches; a stretch is a run of events without a known gap. */
  gaps: number | null;
  /** The gaps cannot be filled: the cloud's first record is newer than they are. */
  gapsExplained: boolean;
  oldest: string | null;
  newest: string | null;
  lastReadAt: string | null;
  errorCode: ErrorCode | null;
  withheld: number | null;
  /** Why: the cloud does not separate the door's rooms, or it is not proven that it does. */
  withheldBecause: 'same' | 'unproven' | null;
};

/** A door that was not read for this long is not being read, even if all doors take turns. */
function stoppedAfterSeconds(doors: number): number {
  return Math.max(300, doors);
}

/** Joins of distributed tables with a list of doors do not run on Citus, so the parts are joined here. */
export async function readArchiveState(scope: StandingScope): Promise<DoorArchive[]> {
  const gids = eventDoorsOf(scope);
  // First: what a door says of its reading never claims more than the lists that are read after it.
  const doors = await readDoors(scope, gids);
  const unproven = [...doors.values()].flatMap((door) => (door.unproven ? [door.gid] : []));
  const [lists, shown] = await Promise.all([readLists(scope, gids), countShown(scope, unproven)]);
  const rows = gids.map((gid) => ({
    ...{ gid, archived: null, removed: null, complete: null, gaps: null, oldest: null, newest: null },
    ...{ read_at: null, error_code: null, is_read: null, withheld: null, counted: true },
    ...lists.get(gid),
    ...doors.get(gid),
    ...(shown.get(gid) ?? {
      shown: unproven.includes(gid) ? 0 : null,
      shown_oldest: null,
      shown_newest: null,
    }),
  }));
  return rows.map((row) => {
    const hidden = row.shown === null ? 0 : Math.max(0, (row.archived ?? 0) - row.shown);
    const known =
      hidden === 0
        ? row
        : {
            ...row,
            // Counts and ends of the whole list would reveal events that are not shown.
            archived: row.shown,
            removed: 0,
            complete: false,
            gaps: 0,
            oldest: row.shown_oldest,
            newest: row.shown_newest,
            withheld: hidden,
          };
    return {
      ...archiveOf(known),
      ...(row.counted ? {} : uncounted),
      listRead: isListRead(row),
      withheldBecause: hidden > 0 ? 'unproven' : row.withheld === null ? null : 'same',
    };
  });
}

const uncounted = { archived: null, removed: null, complete: null, gaps: null };

type Row = Lists & DoorState & { gid: string };

type Lists = {
  gid: string;
  archived: number | null;
  removed: number | null;
  complete: boolean | null;
  gaps: number | null;
  oldest: Date | null;
  newest: Date | null;
};

type DoorState = {
  read_at: Date | null;
  is_read: boolean | null;
  error_code: ErrorCode | null;
  withheld: number | null;
  counted: boolean;
};

function archiveOf(row: Row): Omit<DoorArchive, 'listRead' | 'withheldBecause'> {
  return {
    gid: row.gid,
    archived: row.archived ?? 0,
    removed: row.removed ?? 0,
    readToEnd: isReadToEnd(row),
    complete: isReadToEnd(row) && row.is_read === true,
    gaps: row.gaps ?? 0,
    gapsExplained: (row.gaps ?? 0) > 0 && row.complete === true,
    oldest: row.oldest?.toISOString() ?? null,
    newest: row.newest?.toISOString() ?? null,
    lastReadAt: row.read_at?.toISOString() ?? null,
    errorCode: row.error_code,
    withheld: row.withheld,
  };
}

/** A door without events has no stretch: if it was read without error, it was read to its end. */
function isListRead(row: Row): boolean {
  return row.read_at !== null && row.error_code === null && (row.complete ?? true);
}

function isReadToEnd(row: Row): boolean {
  return isListRead(row) && row.withheld === null;
}

function byGid<One extends { gid: string }>(rows: readonly One[]): Map<string, One> {
  return new Map(rows.map((row) => [row.gid, row]));
}

async function readDoors(scope: StandingScope, gids: readonly string[]) {
  const { rows } = await sql<DoorState & { gid: string; unproven: boolean }>`
    select gid, read_at, error_code, coalesce(rooms_apart = 'unproven', false) as unproven,
      read_at > now() - make_interval(secs => ${stoppedAfterSeconds(gids.length)}) as is_read,
      case when rooms_apart = 'same' then coalesce(withheld, 0) end as withheld,
      ${isCounted(scope, sql.ref('event_door.gid'))} as counted
    from event_door where workspace_id = ${scope.workspaceId} and gid = any(${gids}::text[])`.execute(
    getDb(),
  );
  return byGid(rows);
}

async function readLists(scope: StandingScope, gids: readonly string[]) {
  const { rows } = await sql<Lists & { gid: string }>`
    select list.gid, sum(list.size)::bigint as archived, sum(list.pruned)::bigint as removed,
      bool_and(list.complete or not list.asked) as complete,
      sum(list.stretches - 1) filter (where list.asked)::bigint as gaps,
      min(list.oldest) as oldest, max(list.newest) as newest
    from (
      select stretch.gid, sum(size - pruned) as size, sum(pruned) as pruned, count(*) as stretches,
        -- If the newest stretch begins with the cloud's first record, the cloud has forgotten everything older.
        (array_agg(reaches_first order by low desc))[1] as complete,
        ${isAsked} as asked,
        min(oldest_at) filter (where size > pruned) as oldest,
        max(newest_at) filter (where size > pruned) as newest
      from event_stretch as stretch
      left join event_door as door on door.workspace_id = stretch.workspace_id and door.gid = stretch.gid
      where ${storedList(scope)} and stretch.gid = any(${gids}::text[])
      group by stretch.workspace_id, stretch.gid, stretch.channel, stretch.aside, door.manner
      ${keptFromDoors(scope, gids)}
    ) as list
    group by list.gid`.execute(getDb());
  return byGid(rows);
}

type Shown = { gid: string; shown: number; shown_oldest: Date | null; shown_newest: Date | null };

async function countShown(scope: StandingScope, gids: readonly string[]): Promise<Map<string, Shown>> {
  if (gids.length === 0) return new Map();
  const { rows } = await sql<Shown>`
    select gid, count(*) as shown, min(at) as shown_oldest, max(at) as shown_newest from event
    where ${visible(scope)} and gid = any(${gids}::text[]) group by gid`.execute(getDb());
  return byGid(rows);
}

/** Events of this person's rooms from the time when Doordesk read whole doors, until a room's own list gives them again. */
function keptFromDoors(scope: StandingScope, gids: readonly string[]) {
  if (seesWholeDoors(scope)) return sql``;
  return sql`
    union all
    select stretch.gid, count(*), 0, 1, true, false, min(event.at), max(event.at)
    from event_stretch as stretch join event on event.workspace_id = stretch.workspace_id and event.gid = stretch.gid
      and event.stream is null and event.place between stretch.low and stretch.high
    where stretch.workspace_id = ${scope.workspaceId} and stretch.gid = any(${gids}::text[]) and stretch.channel is null
      and stretch.size > 0 and ${visible(scope)}
    group by stretch.gid`;
}
