/**
 * Facts read longer ago than this are old: each page says so with their age, no count is made of them, and a list that
 * is opened has them read again. A day, because a building that somebody works with is read many times within one.
 */
export const oldAfterMs = 24 * 3_600_000;

export function isOld(readAt: string | Date | null, now = Date.now()): boolean {
  return readAt !== null && now - new Date(readAt).getTime() > oldAfterMs;
}
