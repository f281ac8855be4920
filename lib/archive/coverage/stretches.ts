import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { eventDoorsOf, visibleList } from '../access/visible-events';

/** A run of time without a gap: all events that the cloud gave are kept, except `removed`. */
export type ProvenStretch = {
  from: string;
  to: string;
  events: number;
  removed: number;
  fromFirst: boolean;
};

/** Missing events between two stretches, or below the lowest (`from` is null). */
export type ArchiveGap = {
  from: string | null;
  to: string;
  /** `filling`: the feed has not read this far. `forgotten`: the cloud's first record is newer, so it cannot give these. */
  state: 'filling' | 'forgotten';
};

export type ListRecord = {
  channel: number | null;
  /** False: Doordesk adds nothing to it any more (`isAsked`). */
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

/** Does Doordesk still read this list? If not, its rooms changed, and it says nothing about missing events. */
export const isAsked = sql<boolean>`case when door.manner = 'rooms'
  then exists (
    select from room_channel as room
    where room.workspace_id = stretch.workspace_id and room.gid = stretch.gid and room.channel = stretch.channel
      and room.present)
  else stretch.channel is null and not stretch.aside end`;

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
    // The cloud has forgotten everything below a stretch that begins with its first record.
    forgotten ||= one.reaches_first;
    const below = stored[index + 1];
    if (!below && one.reaches_first) return [];
    const state = forgotten ? 'forgotten' : 'filling';
    if (!below) return [{ from: null, to: one.oldest_at.toISOString(), state }];
    return [{ ...span(below.newest_at, one.oldest_at), state }];
  });
}

/** A list's times may run backwards where a clock was wrong. */
function span(one: Date, other: Date): { from: string; to: string } {
  const [from, to] = one <= other ? [one, other] : [other, one];
  return { from: from.toISOString(), to: to.toISOString() };
}
