import { databaseNow } from '@/lib/db/clock';

/** Two tries can fail before the list is outdated. */
export const renewAfterMs = 3 * 60_000;

/**
 * Changes, exports, events and the fixed password need a list this fresh: a room may have been taken away since. Exports of
 * our own data, such as registers, do not.
 */
export const freshForMs = 5 * 60_000;

/** A page waits for a new list if the stored one is older. */
export const staleAfterMs = 60 * 60_000;

export const retryAfterMs = 60_000;

export function isFreshList(readAt: Date | null): boolean {
  return readAt !== null && databaseNow() - readAt.getTime() <= freshForMs;
}
