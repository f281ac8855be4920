import { sql } from 'kysely';
import { cache } from 'react';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import type { ClockSample } from '@/lib/db/tables/archive';
import { hourOf, inTime, weekOf } from '@/lib/db/week';
import type { ErrorCode } from '@/lib/errors';
import { readDoorPlaces } from '@/lib/places/data';
import { eventDoorsOf, visible } from '../access/visible-events';
import { readDoorReadings } from '../coverage/door-readings';
import { type DoorArchive, readArchiveState } from '../coverage/state';
import { lastHeardByDoor } from '../events/latest-events';
import { type CloudClock, type DoorClock, readCloudClock, readDoorClock } from './clock';
import { type Rhythm, readRhythm, shortestSilenceMs } from './usual-gap';

export type DoorHealth = Rhythm & {
  gid: string;
  label: string;
  building: string;
  heardAt: string | null;
  lastReadAt: string | null;
  /** From the newest event's time until it was archived. Null if the clock runs ahead or the event came before watching. */
  lagMs: number | null;
  readToEnd: boolean;
  complete: boolean | null;
  archived: number | null;
  gaps: number | null;
  gapsExplained: boolean;
  errorCode: ErrorCode | null;
  withheld: number | null;
  withheldBecause: DoorArchive['withheldBecause'];
  clock: DoorClock;
  cloudClock: CloudClock;
  /** The door was read recently without error. Otherwise it is unknown whether it is silent. */
  judged: boolean;
  silent: boolean;
};

const watchedDays = 56;
const clocked = 50;
/** Events that were archived within this time may all be from a door's first reading. */
const firstReadingMs = 60_000;

type Seen = {
  gid: string;
  hours: number[] | null;
  heard_at: Date | null;
  archived_at: Date | null;
  offset_s: number | null;
  ahead_s: number | null;
  kept_since: Date | null;
  arrivals: ClockSample[] | null;
  cloud_ahead_least_ms: number | null;
  cloud_ahead_most_ms: number | null;
};

/** What events and readings say about each door, or those in `gids`. No vendor call says whether a door is connected. */
export async function readDoorHealth(
  scope: Scope,
  { now = databaseDate(), gids = eventDoorsOf(scope) }: { now?: Date; gids?: readonly string[] } = {},
): Promise<DoorHealth[]> {
  const since = new Date(now.getTime() - watchedDays * 86_400_000);
  const [state, places, { rows }] = await Promise.all([
    readArchiveState(scope),
    readDoorPlaces(scope),
    // Only recent weeks, by an index for each door: ten years of events cost no more than two months.
    sql<Seen>`
      select door.gid, recent.hours, newest.*, clock.ahead_s, clock.kept_since,
        read.arrivals, read.cloud_ahead_least_ms, read.cloud_ahead_most_ms
      from unnest(${gids}::text[]) as door (gid)
      left join event_door as read on read.workspace_id = ${scope.workspaceId} and read.gid = door.gid
      left join lateral (
        select json_agg((date_part('epoch', hour) / 3600)::int) as hours from (
          select distinct ${hourOf(sql`at`)} as hour from event
          where ${visible(scope)} and gid = door.gid and at >= ${since} and at <= ${now}
            and ${weekOf(sql`at`)} >= ${weekOf(sql`${since}::timestamptz`)}
        ) as one
      ) as recent on true
      left join lateral (
        select at as heard_at, archived_at, extract(epoch from wall - (at at time zone 'UTC'))::float8 as offset_s
        from event
        where ${visible(scope)} and gid = door.gid and fit <> 'invalid'
        order by ${inTime('desc')} limit 1
      ) as newest on true
      left join lateral (
        select max(extract(epoch from at - archived_at))::float8 as ahead_s, min(archived_at) as kept_since from (
          select at, archived_at from event
          where ${visible(scope)} and gid = door.gid and fit = 'exact'
          order by ${inTime('desc')} limit ${clocked}
        ) as late
      ) as clock on true`.execute(getDb()),
  ]);
  const seen = new Map(rows.map((row) => [row.gid, row]));
  const placed = new Map(places.map((place) => [place.gid, place]));
  const wanted = new Set(gids);
  return state
    .filter(({ gid }) => wanted.has(gid))
    .map((door) => {
      const row = seen.get(door.gid);
      const heardAt = row?.heard_at ?? null;
      const archivedAt = row?.archived_at?.getTime() ?? 0;
      // Events from before the first reading did not arrive late.
      const watched = row?.kept_since && archivedAt - row.kept_since.getTime() > firstReadingMs;
      const lag = heardAt && watched ? archivedAt - heardAt.getTime() : null;
      const rhythm = readRhythm(
        (row?.hours ?? []).map((hour) => hour * 3_600_000),
        {
          now: now.getTime(),
          heardAt: heardAt?.getTime() ?? null,
          offsetMs: (row?.offset_s ?? 0) * 1_000,
        },
      );
      return {
        gid: door.gid,
        label: placed.get(door.gid)?.doorHere ?? door.gid,
        building: placed.get(door.gid)?.buildingName ?? '',
        heardAt: heardAt?.toISOString() ?? null,
        lastReadAt: door.lastReadAt,
        lagMs: lag !== null && lag >= 0 ? lag : null,
        readToEnd: door.readToEnd,
        complete: door.complete,
        archived: door.archived,
        gaps: door.gaps,
        gapsExplained: door.gapsExplained,
        errorCode: door.errorCode,
        withheld: door.withheld,
        withheldBecause: door.withheldBecause,
        // Only an event that was archived before it happened proves that a clock is ahead. Arrivals also count hidden
        // events, so they are left out where some are withheld.
        clock: readDoorClock(door.withheld === null ? (row?.arrivals ?? []) : [], {
          aheadMs: (row?.ahead_s ?? 0) * 1_000,
          heard: heardAt !== null,
        }),
        cloudClock: readCloudClock(row?.cloud_ahead_least_ms ?? null, row?.cloud_ahead_most_ms ?? null),
        ...rhythm,
        judged: isJudged(door, now.getTime()),
        silent: isSilent({ ...rhythm, ...door }, now.getTime()),
      };
    });
}

export const silentDoors = cache(async (scope: Scope): Promise<DoorHealth[]> => {
  const now = databaseDate();
  const [heard, readings] = await Promise.all([lastHeardByDoor(scope), readDoorReadings(scope)]);
  // Eight weeks of events are much to read, so only doors that may be silent are checked.
  const gids = [...readings].flatMap(([gid, { code, readAt }]) => {
    const quietMs = now.getTime() - (heard.get(gid)?.at.getTime() ?? now.getTime());
    return quietMs >= shortestSilenceMs && isJudged({ errorCode: code, lastReadAt: readAt }, now.getTime())
      ? [gid]
      : [];
  });
  return gids.length === 0 ? [] : (await readDoorHealth(scope, { now, gids })).filter(({ silent }) => silent);
});

const freshMs = 30 * 60_000;

type Judged = Pick<DoorHealth, 'state' | 'lastReadAt' | 'errorCode'>;

export function isSilent({ state, ...door }: Judged, now = databaseNow()): boolean {
  return state === 'silent' && isJudged(door, now);
}

function isJudged({ lastReadAt, errorCode }: Omit<Judged, 'state'>, now: number): boolean {
  return errorCode === null && lastReadAt !== null && now - Date.parse(lastReadAt) < freshMs;
}

/** Nothing of its list was read: the number of its events is unknown, not 0. */
export function isUnread({ lastReadAt, archived }: Pick<DoorHealth, 'lastReadAt' | 'archived'>): boolean {
  return lastReadAt === null && archived === 0;
}
