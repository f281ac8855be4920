import { sql } from 'kysely';
import { cache } from 'react';
import { destinationsOf } from '@/lib/abilities/destinations';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { countHours, type HourCounts } from '@/lib/archive/events/count-hours';
import { type LastSeen, lastEventsSeen } from '@/lib/archive/events/seen-events';
import { devicesOf, gidsOf, relationsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { pairOf } from '@/lib/devices/pair-key';
import { doorcodeCounts, doorcodeLists } from '@/lib/doorcodes/data';
import type { ErrorCode } from '@/lib/errors';
import { roomsWithoutMaster } from '@/lib/masters/data';
import { oldAfterMs } from '@/lib/readings/age';
import { codeReadings } from '@/lib/readings/code-readings';
import { tasksAt } from '@/lib/readings/facts';
import type { Gaps } from '@/lib/readings/gaps';

export type PropertyCounts = { buildings: number; doors: number; rooms: number; readAt: string };

export function countProperty(scope: Scope): PropertyCounts {
  return {
    buildings: new Set(devicesOf(scope).map(({ buildingName }) => buildingName)).size,
    doors: gidsOf(scope).length,
    rooms: new Set(scope.channels.map(({ roomKey }) => roomKey)).size,
    readAt: scope.channelsReadAt.toISOString(),
  };
}

/** `open`: something can be read now. `unread`: rooms whose master or doorcodes were never read. */
export type AccessFacts = {
  open: boolean;
  unread: number;
  masterless: Awaited<ReturnType<typeof roomsWithoutMaster>>;
  codes: Awaited<ReturnType<typeof doorcodeCounts>> | null;
};

export const readAccess = cache(async (scope: Scope): Promise<AccessFacts> => {
  const relations = relationsOf(scope.channels);
  const pages = destinationsOf({ ...scope, relations });
  // Before the counts: see lib/readings/gaps.ts.
  const open = await unreadBuildings(scope);
  const [masterless, codes, lists] = await Promise.all([
    pages.includes('masters') ? roomsWithoutMaster(scope) : null,
    pages.includes('doorcodes') ? doorcodeCounts(scope) : null,
    pages.includes('doorcodes') ? doorcodeLists(scope) : null,
  ]);
  const unreadCodes = lists?.places.filter((place) => !lists.readings.has(pairOf(place))) ?? [];
  const unread = new Set([...(masterless?.unread ?? []), ...unreadCodes.map(({ roomKey }) => roomKey)]).size;
  return { open: open.length > 0, unread, masterless, codes };
});

export type DoorsHeard = { readAt: string | null; reading: boolean; code: ErrorCode | null; gaps: Gaps };

/** Its age is that of the door asked longest ago. `reading` while a door was never asked. */
export async function readDoorsHeard(scope: Scope): Promise<DoorsHeard> {
  const gaps = doorGaps(await readDoorReadings(scope));
  return { readAt: gaps.readAt, reading: gaps.unread > 0, code: gaps.code, gaps };
}

const eventsShown = 8;

export type Latest = LastSeen & { heard: DoorsHeard };

export const readLatest = cache(async (scope: Scope): Promise<Latest> => {
  // Before the events, so that events which arrive meanwhile are looked for again.
  const heard = await readDoorsHeard(scope);
  return { heard, ...(await lastEventsSeen(scope, eventsShown)) };
});

/** By hour over the last four weeks, and by type over the last seven days. `clock`: `building`, or a zone. */
export const readRhythm = cache(
  (scope: Scope, clock: string): Promise<HourCounts> => countHours(scope, { clock, days: 28, typeDays: 7 }),
);

/** A failed reading is tried again after this long, while a person looks. */
const failedAfterMs = 60_000;

/**
 * Buildings with facts that can be read now, and that were never asked for or long ago, or whose last reading failed a while ago;
 * or only the latter.
 */
export async function unreadBuildings(
  scope: Scope,
  { failedOnly = false }: { failedOnly?: boolean } = {},
): Promise<string[]> {
  const channels = JSON.stringify(
    scope.channels.map((at) => {
      const { gid, channel, buildingName } = at;
      const facts = tasksAt(scope, at).map(({ fact }) => fact);
      return { gid, channel, buildingName, facts };
    }),
  );
  const { rows } = await sql<{ building: string }>`
    select distinct c."buildingName" as building
    from jsonb_to_recordset(${channels}::jsonb) as c(gid text, channel bigint, "buildingName" text, facts jsonb)
    left join master_reading m on m.workspace_id = ${scope.workspaceId} and m.gid = c.gid and m.channel = c.channel
      and c.facts ? 'master'
    left join share_reading s on s.workspace_id = ${scope.workspaceId} and s.gid = c.gid and s.channel = c.channel
      and c.facts ? 'shares'
    left join ${codeReadings(scope, { reached: true })} d on d.gid = c.gid and d.channel = c.channel
      and c.facts ? 'doorcodes'
    where ${!failedOnly} and (c.facts ? 'master' and m.tried_at is null
        or c.facts ? 'shares' and s.tried_at is null or c.facts ? 'doorcodes' and d.tried_at is null)
      or ${!failedOnly} and least(m.tried_at, s.tried_at, d.tried_at)
        < now() - make_interval(secs => ${oldAfterMs / 1000}::int)
      or least(${failedAt('m')}, ${failedAt('s')}, ${failedAt('d')})
        < now() - make_interval(secs => ${failedAfterMs / 1000}::int)
    order by building`.execute(getDb());
  return rows.map(({ building }) => building);
}

function failedAt(table: 'm' | 's' | 'd') {
  return sql`case when ${sql.ref(`${table}.state`)} = 'failed' then ${sql.ref(`${table}.tried_at`)} end`;
}
