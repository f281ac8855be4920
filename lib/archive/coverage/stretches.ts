import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { eventDoorsOf, visibleList } from '../access/visible-events';

/** A run of time of which every event that the cloud gave is kept. */
export type ProvenStretch = {
  /** Its oldest and its newest event. */
  from: string;
  to: string;
  /** Events of it that are kept. */
  events: number;
  /** … and how many more were deleted again by a rule of retention. */
  removed: number;
  /** It begins with the first record that the cloud has. */
  fromFirst: boolean;
};

/** Between two stretches, or below the lowest (`from` is null), something is missing. */
export type ArchiveGap = {
  from: string | null;
  to: string;
  /** The feeder is on its way down to it, or the cloud's own first record is newer: it does not give this any more. */
  state: 'filling' | 'forgotten';
};

/** The record of one list of events: a whole door's, or one room's of a cloud that is asked room by room. Newest first. */
export type ListRecord = {
  channel: number | null;
  /** False: nothing is added to it any more (`isAsked`). */
  asked: boolean;
  stretches: ProvenStretch[];
  gaps: ArchiveGap[];
};

type Stored = {
  gid: string;
  channel: number | null;
  asked: boolean;
  size: number;
  pruned: number;
  reaches_first: boolean;
  oldest_at: Date;
  newest_at: Date;
};

/**
 * Of a row of `event_stretch as stretch` with its `event_door as door`: is its list asked for still? Not the door's own
 * where rooms are asked for one by one, nor one from before the account's rooms there changed, nor a room's that the
 * account has no more. Nothing is added to such a list, so it says nothing of what is lacking.
 */
export const isAsked = sql<boolean>`case when door.manner = 'rooms'
  then exists (
    select from room_channel as room
    where room.workspace_id = stretch.workspace_id and room.gid = stretch.gid and room.channel = stretch.channel
      and room.present)
  else stretch.channel is null and not stretch.aside end`;

/** Which stretches of each door's lists are proven complete, and what is known to be missing between them. */
export async function readStretches(
  scope: Scope,
  doors: readonly string[] = eventDoorsOf(scope),
): Promise<Map<string, ListRecord[]>> {
  const own = new Set(eventDoorsOf(scope));
  const gids = doors.filter((gid) => own.has(gid));
  const { rows } = await sql<Stored>`
    select stretch.gid, stretch.channel, ${isAsked} as asked,
      stretch.size, stretch.pruned, stretch.reaches_first, stretch.oldest_at, stretch.newest_at
    from event_stretch as stretch
    left join event_door as door on door.workspace_id = stretch.workspace_id and door.gid = stretch.gid
    where ${visibleList(scope)} and stretch.gid = any(${gids}::text[]) and stretch.size > 0
    order by stretch.gid, stretch.channel nulls first, stretch.aside, stretch.low desc`.execute(getDb());
  const byDoor = Map.groupBy(rows, ({ gid }) => gid);
  return new Map(
    gids.map((gid) => [
      gid,
      [...Map.groupBy(byDoor.get(gid) ?? [], ({ channel, asked }) => `${channel} ${asked}`).values()].map(
        recordOf,
      ),
    ]),
  );
}

/** `stored`: the stretches of one list, newest first. */
export function recordOf(stored: Omit<Stored, 'gid'>[]): ListRecord {
  const asked = stored[0]?.asked ?? true;
  return {
    channel: stored[0]?.channel ?? null,
    asked,
    stretches: stored.map((one) => ({
      ...span(one.oldest_at, one.newest_at),
      events: one.size - one.pruned,
      removed: one.pruned,
      fromFirst: one.reaches_first,
    })),
    gaps: asked ? gapsBelow(stored) : [],
  };
}

function gapsBelow(stored: Omit<Stored, 'gid'>[]): ArchiveGap[] {
  let forgotten = false;
  return stored.flatMap((one, index): ArchiveGap[] => {
    // What lies below a stretch that begins with the cloud's first record, the cloud has forgotten.
    forgotten ||= one.reaches_first;
    const below = stored[index + 1];
    if (!below && one.reaches_first) return [];
    const state = forgotten ? 'forgotten' : 'filling';
    if (!below) return [{ from: null, to: one.oldest_at.toISOString(), state }];
    return [{ ...span(below.newest_at, one.oldest_at), state }];
  });
}

/** The ends are the first and last of a list, whose times may run backwards where a clock was wrong. */
function span(one: Date, other: Date): { from: string; to: string } {
  const [from, to] = one <= other ? [one, other] : [other, one];
  return { from: from.toISOString(), to: to.toISOString() };
}
