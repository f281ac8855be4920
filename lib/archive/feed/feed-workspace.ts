import type { Scope } from '@/lib/auth/scope';
import { isVendorError } from '@/lib/doordeer/errors';
import { log } from '@/lib/log';
import { syncDoorAlone } from '../sync/sync-door';
import { type DoorSchedule, delayAfter, nextDoor, readSchedules } from './door-schedule';
import { scopeToFeed } from './find-holders';
import { nameRooms } from './freshen';
import { createPause } from './pause-time';

/** Doors of one workspace that are read side by side; the limiter of the vendor's client has the last word. */
const doorsAtOnce = 6;
/** The scope and who looks at what are read again after this long. */
const scopeMs = 2_000;
/** Rooms' own lists, which tell whose events are whose, when the doors have nothing left to give. */
const roomsEveryMs = 60_000;
/** Longest rest of the loop: a door may fall due that nothing wakes it for. */
const restMs = 250;

type Feed = {
  signal: AbortSignal;
  /** Whose session or consent the scope is of. */
  keep: (holder: string) => void;
};

/**
 * Keeps one workspace's archive going until no session or consent is left: the newest events of all doors first,
 * then each back to its first record, then on with what arrives.
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
      // The device list could not be read. What is known of the doors stays; it is tried again.
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
  const rest = createPause(signal);
  try {
    while (!signal.aborted) {
      if (performance.now() - state.readAt >= scopeMs && !(await look())) return;
      while (state.scope && working.size < doorsAtOnce && !signal.aborted) {
        const turn = nextDoor(state.turns, performance.now());
        if (!turn) break;
        const work = feedDoor(state.scope, turn, state.turns, signal).finally(() => {
          working.delete(work);
          rest.end();
        });
        working.add(work);
      }
      if (state.scope && working.size === 0) await feedRooms(state, state.scope, signal);
      await rest.take(restMs);
    }
  } finally {
    rest.close();
    await Promise.allSettled(working);
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
    // First the newest of every door, then down: a few pages each turn, so that new events need not wait for old.
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
      log.warn({ err: error }, 'a door could not be read into the archive; it comes again');
  } finally {
    turn.busy = false;
    turn.dueAt = performance.now() + delayAfter(turn, turns.size);
  }
}

/** Only when every door has given all it has: these calls are as many as there are rooms. */
async function feedRooms(state: State, scope: Scope, signal: AbortSignal): Promise<void> {
  if (performance.now() - state.roomsAt < roomsEveryMs) return;
  if ([...state.turns.values()].some(({ more, read }) => more || !read)) return;
  const until = AbortSignal.any([signal, AbortSignal.timeout(5_000)]);
  // Doors go on after a few seconds of this; the rooms that are still due follow a minute later.
  const allDone = await nameRooms(scope, { priority: 'background', signal: until }).catch(
    (error: unknown) => {
      if (!until.aborted) log.warn({ err: error }, "rooms' own lists could not be read");
      return false;
    },
  );
  state.roomsAt = allDone ? performance.now() : performance.now() - roomsEveryMs + 1_000;
}
