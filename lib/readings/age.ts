/**
 * Facts read longer ago are old: pages show their age and give no count, and an opened list reads them again. A
 * day, because a building in use is read often.
 */
export const oldAfterMs = 24 * 3_600_000;

export function isOld(readAt: string | Date | null, now = Date.now()): boolean {
  return readAt !== null && now - timeOf(readAt) > oldAfterMs;
}

/** Milliseconds since 1970. */
export function timeOf(at: string | Date): number {
  return typeof at === 'string' ? Date.parse(at) : at.getTime();
}
