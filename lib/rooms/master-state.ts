import type { RoomFact } from './facts';

/** A flat's master in one word, as in the table of room masters. */
export const masterFilters = ['assigned', 'none', 'differs', 'unread', 'refused', 'failed'] as const;

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
