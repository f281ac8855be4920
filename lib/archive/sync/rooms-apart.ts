import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { isVendorError } from '@/lib/doordeer/errors';
import type { ListedEvent } from './stored-event';

/** No door has as many channels; the largest number that fits wherever a cloud may keep one. */
export const nobodysChannel = 2_147_483_647;

/**
 * Does a room's list tell the room from others at its door? The vendor's request line has no room in it, so a cloud may
 * answer for the whole door whatever room is asked for; its answer must not make one room's of everybody's events. A
 * list that leaves out some of what the door's list has is the room's own; otherwise a room that is none is asked for,
 * by `askNobody`.
 *
 * @throws VendorError when that question got no answer
 */
export async function tellsRoomsApart(
  door: { workspaceId: string; gid: string },
  listed: readonly ListedEvent[],
  askNobody: () => Promise<readonly ListedEvent[]>,
): Promise<boolean> {
  if (await leavesSomeOut(door, listed)) return true;
  try {
    return (await askNobody()).length === 0;
  } catch (error) {
    if (isVendorError(error) && error.kind === 'result') return true;
    throw error;
  }
}

/** Seconds at the list's two ends may go on beyond it, so they do not count. */
async function leavesSomeOut(
  { workspaceId, gid }: { workspaceId: string; gid: string },
  listed: readonly ListedEvent[],
): Promise<boolean> {
  const times = listed
    .filter(({ borrowed }) => !borrowed)
    .map(({ time }) => time)
    .sort();
  const [from, to] = [times[0], times.at(-1)];
  if (from === undefined || to === undefined || from === to) return false;
  const within = times.filter((time) => time > from && time < to).length;
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from event
      where workspace_id = ${workspaceId} and gid = ${gid} and stream is null
        -- The list as it is now: what was told before the account's rooms changed may be of rooms that are no longer his.
        and place > coalesce((select max(high) from event_stretch
          where workspace_id = ${workspaceId} and gid = ${gid} and channel is null and aside), 0)
        and wall > ${from}::timestamp and wall < ${to}::timestamp
        -- The wall time has no index of its own; no clock is more than a day from UTC.
        and at >= (${from}::timestamp - interval '1 day') at time zone 'UTC'
        and at <= (${to}::timestamp + interval '1 day') at time zone 'UTC'
      limit ${within + 1}
    ) as counted`.execute(getDb());
  return (rows[0]?.count ?? 0) > within;
}
