import { databaseNow } from '@/lib/db/clock';
/** The pause before the next look at a request that the first look did not settle. */
export const firstLookAfterMs = 3_000;

/** A request that is "sending" for this long belongs to a process that died. */
export const lostAfterMs = 3 * 60_000;

/** After a time-out, the cloud may still make the code for this long. */
export const patienceMs = 10 * 60_000;

const steps = [5, 15, 30, 60, 120, 300, 600, 1_800].map((seconds) => seconds * 1_000);

/** Null once the window is over, because the code is useless then. */
export function nextLook(request: { tries: number; to_at: Date }, now = databaseNow()): Date | null {
  if (request.to_at.getTime() <= now) return null;
  return new Date(now + (steps[Math.min(request.tries, steps.length - 1)] ?? 0));
}
