import { sql } from 'kysely';
import { cache } from 'react';
import { eventsPerHour, type HourCount } from '@/lib/archive/data';
import { countTypes } from '@/lib/archive/facets';
import { noFilter } from '@/lib/archive/filter';
import { type LastSeen, lastEventsSeen } from '@/lib/archive/seen';
import { readArchiveState } from '@/lib/archive/state';
import { devicesOf, gidsOf, type Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { doorcodeCounts } from '@/lib/doorcodes/data';
import type { ErrorCode } from '@/lib/errors';
import { roomsWithoutMaster } from '@/lib/masters/data';
import { destinationsOf } from '@/lib/palette/destinations';

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

export type Known<T> = T & {
  /** Rooms whose facts were never read: the numbers leave them out, and say so. */
  unread: number;
  readAt: string | null;
};

/** Rooms without a master; null when masters are not this person's business. */
export async function countMasterless(scope: Scope): Promise<Known<{ count: number }> | null> {
  const found = await roomsWithoutMaster(scope);
  return found && { ...found, readAt: found.readAt?.toISOString() ?? null };
}

export type CodeCounts = Known<{ live: number; expiring: number; expired: number; unclear: number }>;

export async function countCodes(scope: Scope): Promise<CodeCounts> {
  const { expiring48h, readAt, ...rest } = await doorcodeCounts(scope);
  return { ...rest, expiring: expiring48h, readAt: readAt?.toISOString() ?? null };
}

export type AccessFacts = {
  /** Is there a building of which some room was never read? */
  open: boolean;
  masterless: Awaited<ReturnType<typeof countMasterless>>;
  codes: CodeCounts | null;
};

/** What the account may know of masters and doorcodes. */
export const readAccess = cache(async (scope: Scope): Promise<AccessFacts> => {
  const relations = scope.channels.map((channel) => channel.relation);
  const pages = destinationsOf({ role: scope.role, relations });
  // Before the counts: see lib/jobs/gaps.ts.
  const open = await unreadBuildings(scope);
  const [masterless, codes] = await Promise.all([
    pages.includes('masters') ? countMasterless(scope) : null,
    pages.includes('doorcodes') ? countCodes(scope) : null,
  ]);
  return { open: open.length > 0, masterless, codes };
});

export type DoorsHeard = { readAt: string | null; reading: boolean; code: ErrorCode | null };

/** How old the events are: that of the door longest not asked; `reading` while a door was never asked. */
export async function readDoorsHeard(scope: Scope): Promise<DoorsHeard> {
  const doors = await readArchiveState(scope);
  const read = doors.flatMap(({ lastReadAt }) => (lastReadAt ? [lastReadAt] : [])).sort();
  return {
    readAt: read[0] ?? null,
    reading: doors.some(({ lastReadAt, errorCode }) => lastReadAt === null && errorCode === null),
    code: doors.find(({ errorCode }) => errorCode)?.errorCode ?? null,
  };
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

/** Buildings of which some room was never read at all. */
export async function unreadBuildings(scope: Scope): Promise<string[]> {
  const pairs = JSON.stringify(
    scope.channels.map(({ gid, channel, buildingName }) => ({ gid, channel, buildingName })),
  );
  const { rows } = await sql<{ building: string }>`
    select distinct c."buildingName" as building
    from jsonb_to_recordset(${pairs}::jsonb) as c(gid text, channel bigint, "buildingName" text)
    where not exists (select from master_reading r where r.workspace_id = ${scope.workspaceId} and r.gid = c.gid and r.channel = c.channel)
      and not exists (select from share_reading r where r.workspace_id = ${scope.workspaceId} and r.gid = c.gid and r.channel = c.channel)
      and not exists (select from doorcode_reading r where r.workspace_id = ${scope.workspaceId} and r.gid = c.gid and r.channel = c.channel)
    order by building`.execute(getDb());
  return rows.map(({ building }) => building);
}
