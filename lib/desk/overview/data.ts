import { sql } from 'kysely';
import { cache } from 'react';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { eventsPerHour, type HourCount } from '@/lib/archive/events/data';
import { type LastSeen, lastEventsSeen } from '@/lib/archive/events/seen-events';
import { countTypes } from '@/lib/archive/search/facets';
import { noFilter } from '@/lib/archive/search/filter';
import { devicesOf, gidsOf, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { doorcodeCounts } from '@/lib/doorcodes/data';
import type { ErrorCode } from '@/lib/errors';
import { roomsWithoutMaster } from '@/lib/masters/data';
import { oldAfterMs } from '@/lib/readings/age';
import type { Gaps } from '@/lib/readings/gaps';
import { destinationsOf } from '../palette/destination-names';

export type PropertyCounts = { buildings: number; doors: number; rooms: number; readAt: string };

/** What the device list says, which every scope brings along. */
export function countProperty(scope: Scope): PropertyCounts {
  return {
    buildings: new Set(devicesOf(scope).map(({ buildingName }) => buildingName)).size,
    doors: gidsOf(scope).length,
    rooms: new Set(scope.channels.map(({ roomKey }) => roomKey)).size,
    readAt: scope.channelsReadAt.toISOString(),
  };
}

export type AccessFacts = {
  /** Is there a building of which some room is still to be read? */
  open: boolean;
  /** Rooms without a master; null when masters are not this person's business. */
  masterless: Awaited<ReturnType<typeof roomsWithoutMaster>>;
  codes: Awaited<ReturnType<typeof doorcodeCounts>> | null;
};

/** What the account may know of masters and doorcodes. */
export const readAccess = cache(async (scope: Scope): Promise<AccessFacts> => {
  const relations = scope.channels.map((channel) => channel.relation);
  const pages = destinationsOf({ role: scope.role, relations });
  // Before the counts: see lib/readings/gaps.ts.
  const open = await unreadBuildings(scope);
  const [masterless, codes] = await Promise.all([
    pages.includes('masters') ? roomsWithoutMaster(scope) : null,
    pages.includes('doorcodes') ? doorcodeCounts(scope) : null,
  ]);
  return { open: open.length > 0, masterless, codes };
});

export type DoorsHeard = { readAt: string | null; reading: boolean; code: ErrorCode | null; gaps: Gaps };

/** How old the events are: that of the door longest not asked; `reading` while a door was never asked. */
export async function readDoorsHeard(scope: Scope): Promise<DoorsHeard> {
  const gaps = doorGaps(await readDoorReadings(scope));
  return { readAt: gaps.readAt, reading: gaps.unread > 0, code: gaps.code, gaps };
}

const eventsShown = 8;

export type Latest = LastSeen & { heard: DoorsHeard };

/** What happened last, what is then seen, and how old that knowledge is. */
export const readLatest = cache(async (scope: Scope): Promise<Latest> => {
  // Before the events, so that what comes meanwhile is looked for again.
  const heard = await readDoorsHeard(scope);
  return { heard, ...(await lastEventsSeen(scope, eventsShown)) };
});

export type EventRhythm = { month: HourCount[]; types: { type: string; count: number }[] };

/** Events by the hour of the last four weeks; and of which types those of today and the six days before were. */
export const readRhythm = cache(async (scope: Scope, zone: string): Promise<EventRhythm> => {
  const now = databaseDate();
  const firstDay = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(
    now.getTime() - 6 * 86_400_000,
  );
  const [month, types] = await Promise.all([
    eventsPerHour(scope, 28, now),
    countTypes(scope, { ...noFilter, from: firstDay, zone }),
  ]);
  return {
    month,
    types: types.map(({ value, count }) => ({ type: value, count })),
  };
});

/**
 * Buildings of which some room is still to be read for a list across all of them: it was never read at all, or not asked
 * about for so long that its facts are old. By when it was asked last, so that what fails is not asked for ever.
 */
export async function unreadBuildings(scope: Scope): Promise<string[]> {
  const pairs = JSON.stringify(
    scope.channels.map(({ gid, channel, buildingName }) => ({ gid, channel, buildingName })),
  );
  const { rows } = await sql<{ building: string }>`
    select distinct c."buildingName" as building
    from jsonb_to_recordset(${pairs}::jsonb) as c(gid text, channel bigint, "buildingName" text)
    left join master_reading m on m.workspace_id = ${scope.workspaceId} and m.gid = c.gid and m.channel = c.channel
    left join share_reading s on s.workspace_id = ${scope.workspaceId} and s.gid = c.gid and s.channel = c.channel
    left join doorcode_reading d on d.workspace_id = ${scope.workspaceId} and d.gid = c.gid and d.channel = c.channel
    where coalesce(m.tried_at, s.tried_at, d.tried_at) is null
      or least(m.tried_at, s.tried_at, d.tried_at) < now() - make_interval(secs => ${oldAfterMs / 1000}::int)
    order by building`.execute(getDb());
  return rows.map(({ building }) => building);
}
