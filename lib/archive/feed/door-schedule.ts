import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { eventDoorsOf } from '../access/visible-events';

/** When a door is to be read next, and how its last reading went. */
export type DoorSchedule = {
  gid: string;
  /** By the monotonic clock (`performance.now`): a clock that is set back must not put it off. */
  dueAt: number;
  busy: boolean;
  /** Its newest events have been read, by whatever process. */
  read: boolean;
  /** There is more to read down towards its first record. */
  more: boolean;
  failures: number;
  /** Readings in a row that brought nothing although there is more, as while another reader has the door. */
  idle: number;
  /** Somebody has its events on the screen. */
  looked: boolean;
};

const lookedMs = 120_000;
/** How long after a look that brought a door up to date the next one follows. */
const restMs = { looked: 4_000, other: 15_000 };
/** No more doors than this are asked in a second, however many there are. */
const doorsPerSecond = 10;
const backoffMs = { first: 1_000, most: 120_000 };
/** After a reading that brought nothing: a door must never come again at once, or it takes the whole processor. */
const idleMs = { first: 250, most: 4_000 };

/** The turns of a workspace's doors, with what the database knows; turns that are known already go on as they are. */
export async function readSchedules(
  scope: Scope,
  known: ReadonlyMap<string, DoorSchedule>,
): Promise<Map<string, DoorSchedule>> {
  const rows = await getDb()
    .selectFrom('event_door')
    .select(['gid', 'read_at', 'looked_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .execute();
  const stored = new Map(rows.map((row) => [row.gid, row]));
  return new Map(
    eventDoorsOf(scope).map((gid) => {
      const row = stored.get(gid);
      const looked = databaseNow() - (row?.looked_at?.getTime() ?? 0) < lookedMs;
      const turn = known.get(gid) ?? {
        gid,
        dueAt: 0,
        busy: false,
        read: Boolean(row?.read_at),
        more: true,
        failures: 0,
        idle: 0,
        looked,
      };
      // A look that has just begun is answered at once, unless the door has failed just now.
      if (looked && !turn.looked && turn.failures === 0) turn.dueAt = Math.min(turn.dueAt, performance.now());
      turn.looked = looked;
      return [gid, turn];
    }),
  );
}

/** The door whose turn it is: those that were never read, then those that a person looks at, then the one that waits longest. */
export function nextDoor(turns: ReadonlyMap<string, DoorSchedule>, now: number): DoorSchedule | null {
  let best: DoorSchedule | null = null;
  for (const turn of turns.values()) {
    if (turn.busy || turn.dueAt > now) continue;
    if (best === null || rank(turn) < rank(best) || (rank(turn) === rank(best) && turn.dueAt < best.dueAt)) {
      best = turn;
    }
  }
  return best;
}

function rank({ read, looked, more }: DoorSchedule): number {
  if (!read) return 0;
  if (looked) return 1;
  return more ? 3 : 2;
}

/**
 * How long a door rests after a reading, in milliseconds. It is 0 only after a reading that stored something of a list
 * with more in it, so each door without progress rests by itself.
 */
export function delayAfter(turn: DoorSchedule, doors: number): number {
  if (turn.failures > 0) {
    const most = Math.min(backoffMs.most, backoffMs.first * 2 ** (turn.failures - 1));
    return most / 2 + (Math.random() * most) / 2;
  }
  if (turn.idle > 0) return Math.min(idleMs.most, idleMs.first * 2 ** (turn.idle - 1));
  if (turn.more) return 0;
  return turn.looked ? restMs.looked : Math.max(restMs.other, (doors / doorsPerSecond) * 1_000);
}
