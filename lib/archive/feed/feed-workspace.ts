import type { Scope } from '@/lib/auth/scope';
import { isVendorError } from '@/lib/doordeer/errors';
import { getEnv } from '@/lib/env';
import { log } from '@/lib/log';
import { readRounds } from '@/lib/readings/run-rounds';
import { syncDoorAlone } from '../sync/sync-door';
import { type DoorSchedule, delayAfter, nextDoor, readSchedules } from './door-schedule';
import { scopeToFeed } from './find-holders';
import { nameRooms } from './freshen';
import { createPause } from './pause-time';

const doorsAtOnce = 6;
/** Age at which the scope and the views of users are read again. */
const scopeMs = 2_000;
/** Interval of reading rooms' own lists, which say whose events are whose. */
const roomsEveryMs = 60_000;
/** Longest pause of the loop: nothing wakes it when a door becomes due. */
const pauseMs = 250;

type Feed = {
  signal: AbortSignal;
  /** Called with the session or connection that the scope uses. */
  keep: (holder: string) => void;
};

/**
 * Reads rooms again, round after round, and feeds the newest events of all doors, then older, then new ones, until no
 * session or connection is left.
 */
export async function feedWorkspace(workspaceId: string, { signal, keep }: Feed): Promise<void> {
  const state: State = {
    scope: null,
    turns: new Map(),
    readAt: Number.NEGATIVE_INFINITY,
    roomsAt: Number.NEGATIVE_INFINITY,
  };
  const look = async (): Promise<boolean> => {
    const found = await scopeToFeed(workspaceId).catch((error: unknown) => {
      if (isVendorError(error)) return undefined;
      throw error;
    });
    state.readAt = performance.now();
    if (found === null) return false;
    if (found !== undefined) {
      keep(found.holder);
      state.scope = found.scope;
      state.turns = await readSchedules(found.scope, state.turns);
    }
    return true;
  };
  const working = new Set<Promise<void>>();
  const ended = new AbortController();
  const everyMs = getEnv().DOORDESK_READINGS_EVERY;
  const rounds =
    everyMs > 0
      ? readRounds({ scope: () => state.scope, everyMs, signal: AbortSignal.any([signal, ended.signal]) })
      : null;
  const pause = createPause(signal);
  try {
    while (!signal.aborted) {
      if (performance.now() - state.readAt >= scopeMs && !(await look())) return;
      while (state.scope && working.size < doorsAtOnce && !signal.aborted) {
        const turn = nextDoor(state.turns, performance.now());
        if (!turn) break;
        const work = feedDoor(state.scope, turn, state.turns, signal).finally(() => {
          working.delete(work);
          pause.end();
        });
        working.add(work);
      }
      if (state.scope && working.size === 0) await feedRooms(state, state.scope, signal);
      await pause.take(pauseMs);
    }
  } finally {
    pause.close();
    ended.abort();
    await Promise.allSettled([...working, rounds]);
  }
}

type State = {
  scope: Scope | null;
  turns: Map<string, DoorSchedule>;
  readAt: number;
  roomsAt: number;
};

async function feedDoor(
  scope: Scope,
  turn: DoorSchedule,
  turns: Map<string, DoorSchedule>,
  signal: AbortSignal,
): Promise<void> {
  turn.busy = true;
  try {
    // The newest events first, then a few older pages each turn, so new events do not wait for old ones.
    const deep = turn.read ? 'some' : 'newest';
    const result = await syncDoorAlone(scope, turn.gid, { priority: 'background', signal, deep });
    const stored = result !== null && result.added > 0;
    turn.idle = stored || (result !== null && !result.more) ? 0 : turn.idle + 1;
    if (result !== null) {
      turn.read = true;
      turn.more = result.more;
      turn.failures = result.errorCode === null ? 0 : turn.failures + 1;
    }
  } catch (error) {
    turn.failures += 1;
    if (!signal.aborted)
      log.warn({ err: error }, 'a door could not be read into the archive; it is read again later');
  } finally {
    turn.busy = false;
    turn.dueAt = performance.now() + delayAfter(turn, turns.size);
  }
}

/** Only when every door is read to its end, because these calls are as many as the rooms. */
async function feedRooms(state: State, scope: Scope, signal: AbortSignal): Promise<void> {
  if (performance.now() - state.roomsAt < roomsEveryMs) return;
  if ([...state.turns.values()].some(({ more, read }) => more || !read)) return;
  const until = AbortSignal.any([signal, AbortSignal.timeout(5_000)]);
  // The signal gives doors a turn after some seconds. Rooms that are still due follow a second later.
  const allDone = await nameRooms(scope, { priority: 'background', signal: until }).catch(
    (error: unknown) => {
      if (!until.aborted) log.warn({ err: error }, "rooms' own lists could not be read");
      return false;
    },
  );
  state.roomsAt = allDone ? performance.now() : performance.now() - roomsEveryMs + 1_000;
}
