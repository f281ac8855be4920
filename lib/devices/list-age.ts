import { databaseNow } from '@/lib/db/clock';

/** The device list is read again in the background at this age. Two tries fail before it is outdated. */
export const renewAfterMs = 3 * 60_000;

/** Changes, exports, events and the fixed password need a list that is not older: a room may have been taken away since. */
export const freshForMs = 5 * 60_000;

/** A page waits for a list that is older. */
export const staleAfterMs = 60 * 60_000;

/** The cloud is not asked again sooner after a failure. */
export const retryAfterMs = 60_000;

export function isFreshList(readAt: Date | null): boolean {
  return readAt !== null && databaseNow() - readAt.getTime() <= freshForMs;
}
