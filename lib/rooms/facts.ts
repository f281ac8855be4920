import type { ReadingState } from '@/lib/db/tables/readings';
import type { ErrorCode } from '@/lib/errors';

/** `unread`: the cloud was not asked yet. `hidden`: this person has no part in it, so it is not asked. */
export type FactState = ReadingState | 'unread' | 'hidden';

/** What is known about a flat, over all its doors. */
export type RoomFact<T> = {
  state: FactState;
  /** Null while nothing is known. */
  value: T | null;
  /** The oldest of its doors' readings; null when one of them was never read. */
  readAt: string | null;
  code: ErrorCode | null;
};

/** Read at each of the flat's doors of which the cloud tells: of a part alone neither "none" nor a number can be said. */
export function isWhole<T>(fact: RoomFact<T>): fact is RoomFact<T> & { value: T } {
  return fact.value !== null && (fact.readAt !== null || fact.state === 'ok');
}

export type DoorFact<T> = {
  state: ReadingState | null;
  readAt: Date | null;
  code: string | null;
  /** Only looked at when there is a readAt. */
  value: T;
};

// The state that a person has to know about comes first.
const order: FactState[] = ['failed', 'unread', 'ok', 'refused'];

/** Makes one fact of those at a flat's doors: `merge` is given what is known, from at least one of them. */
export function mergeDoors<T, R>(doors: readonly DoorFact<T>[], merge: (known: T[]) => R): RoomFact<R> {
  if (doors.length === 0) return { state: 'hidden', value: null, readAt: null, code: null };
  const known = doors.filter((door) => door.readAt !== null);
  const times = known.map((door) => door.readAt?.toISOString() ?? '').sort();
  const states = new Set(doors.map((door) => door.state ?? 'unread'));
  return {
    state: order.find((state) => states.has(state as ReadingState)) ?? 'unread',
    value: known.length > 0 ? merge(known.map((door) => door.value)) : null,
    readAt: known.length === doors.length ? (times[0] ?? null) : null,
    code: (doors.find((door) => door.code !== null)?.code as ErrorCode | undefined) ?? null,
  };
}

/** A flat's master in one word, as in the table of room masters. */
export const masterFilters = ['assigned', 'none', 'differs', 'unread', 'refused', 'failed'] as const;

/** How long ago something last happened in a room. */
export const lastEventFilters = ['day', 'week', 'older', 'never'] as const;

/** `hidden`: this person has no part in it. */
export type RoomMasterState = (typeof masterFilters)[number] | 'hidden';

export type MasterFact = RoomFact<{ accounts: string[]; vacant: boolean }>;

export function masterState({ master }: { master: MasterFact }): RoomMasterState {
  // Known at some doors only is not known: "no master" is said of the whole flat.
  if (master.value === null || (master.readAt === null && master.state !== 'hidden')) {
    return master.state === 'ok' ? 'unread' : master.state;
  }
  const { accounts, vacant } = master.value;
  if (accounts.length === 0) return 'none';
  return accounts.length > 1 || vacant ? 'differs' : 'assigned';
}
