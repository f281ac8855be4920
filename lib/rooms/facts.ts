import type { ReadingState } from '@/lib/db/tables/readings';
import type { ErrorCode } from '@/lib/errors';

/** `unread`: not asked yet. `hidden`: this account may not know it, so it is not asked. */
export type FactState = ReadingState | 'unread' | 'hidden';

export type RoomFact<T> = {
  state: FactState;
  value: T | null;
  /** The oldest of its doors' readings. Null if one was never read. */
  readAt: string | null;
  code: ErrorCode | null;
};

/** Read at each door that this account may know. A part of the doors proves neither "none" nor a number. */
export function isWhole<T>(fact: RoomFact<T>): fact is RoomFact<T> & { value: T } {
  return fact.value !== null && (fact.readAt !== null || fact.state === 'ok');
}

export type DoorFact<T> = {
  state: ReadingState | null;
  /** ISO 8601 in UTC, so that texts compare as times. */
  readAt: string | null;
  code: string | null;
  /** Only used if there is a readAt. */
  value: T;
};

// What a person must know about comes first.
const order: FactState[] = ['failed', 'unread', 'ok', 'refused'];

/** `merge` gets the known values of one door or more. */
export function mergeDoors<T, R>(doors: readonly DoorFact<T>[], merge: (known: T[]) => R): RoomFact<R> {
  if (doors.length === 0) return { state: 'hidden', value: null, readAt: null, code: null };
  const known = doors.filter((door) => door.readAt !== null);
  const states = new Set(doors.map((door) => door.state ?? 'unread'));
  return {
    state: order.find((state) => states.has(state as ReadingState)) ?? 'unread',
    value: known.length > 0 ? merge(known.map((door) => door.value)) : null,
    readAt: known.length === doors.length ? oldestOf(known) : null,
    code: (doors.find((door) => door.code !== null)?.code as ErrorCode | undefined) ?? null,
  };
}

function oldestOf(doors: readonly DoorFact<unknown>[]): string | null {
  return doors.reduce<string | null>(
    (oldest, { readAt }) => (oldest === null || (readAt !== null && readAt < oldest) ? readAt : oldest),
    null,
  );
}

export const masterFilters = ['assigned', 'none', 'differs', 'unread', 'refused', 'failed'] as const;

export const lastEventFilters = ['day', 'week', 'older', 'never'] as const;

export type RoomMasterState = (typeof masterFilters)[number] | 'hidden';

export type MasterFact = RoomFact<{ accounts: string[]; vacant: boolean }>;

export function masterState({ master }: { master: MasterFact }): RoomMasterState {
  // "No master" needs all doors of the flat: known at some doors only counts as not known.
  if (master.value === null || (master.readAt === null && master.state !== 'hidden')) {
    return master.state === 'ok' ? 'unread' : master.state;
  }
  const { accounts, vacant } = master.value;
  if (accounts.length === 0) return 'none';
  return accounts.length > 1 || vacant ? 'differs' : 'assigned';
}
