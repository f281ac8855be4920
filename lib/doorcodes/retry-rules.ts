import { databaseNow } from '@/lib/db/clock';
/** How soon after sending a request is looked for once more, when the first look did not settle it. */
export const firstLookAfterMs = 3_000;

/** A request that has been "sending" for this long belongs to a process that died. */
export const lostAfterMs = 3 * 60_000;

/** How long a cloud that did not answer in time is given to make the code after all. */
export const patienceMs = 10 * 60_000;

const steps = [5, 15, 30, 60, 120, 300, 600, 1_800].map((seconds) => seconds * 1_000);

/** When to look next; null once the window is over, since nobody needs the code any more. */
export function nextLook(request: { tries: number; to_at: Date }, now = databaseNow()): Date | null {
  if (request.to_at.getTime() <= now) return null;
  return new Date(now + (steps[Math.min(request.tries, steps.length - 1)] ?? 0));
}
