import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { eventDoorsOf } from '../access/visible-events';

export type DoorSchedule = {
  gid: string;
  /** By the monotonic clock (`performance.now`), so a clock that is set back does not delay it. */
  dueAt: number;
  busy: boolean;
  /** Some process has read its newest events. */
  read: boolean;
  /** Its first record has not been read yet. */
  more: boolean;
  failures: number;
  /** Consecutive readings that stored nothing although there is more, for example while another reader holds the door. */
  idle: number;
  looked: boolean;
};

const lookedMs = 120_000;
/** Pause after a reading that brought a door up to date. */
const intervalMs = { looked: 4_000, other: 15_000 };
/** Upper limit, however many doors there are. */
const doorsPerSecond = 10;
const backoffMs = { first: 1_000, most: 120_000 };
/** Pause after a reading that brought nothing. Without it the loop would use the whole processor. */
const idleMs = { first: 250, most: 4_000 };

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
      // A new look at a door makes it due now, unless its last reading failed.
      if (looked && !turn.looked && turn.failures === 0) turn.dueAt = Math.min(turn.dueAt, performance.now());
      turn.looked = looked;
      return [gid, turn];
    }),
  );
}

/** Order: doors that were never read, doors that a user looks at, then the longest wait. */
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

/** Milliseconds until the next reading. 0 only after one that stored something and left more, so a stuck door pauses. */
export function delayAfter(turn: DoorSchedule, doors: number): number {
  if (turn.failures > 0) {
    const most = Math.min(backoffMs.most, backoffMs.first * 2 ** (turn.failures - 1));
    return most / 2 + (Math.random() * most) / 2;
  }
  if (turn.idle > 0) return Math.min(idleMs.most, idleMs.first * 2 ** (turn.idle - 1));
  if (turn.more) return 0;
  return turn.looked ? intervalMs.looked : Math.max(intervalMs.other, (doors / doorsPerSecond) * 1_000);
}
