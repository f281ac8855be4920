// Apart from the schema: browsers need these words. zod is large and tries `eval`, which our content policy forbids.
const longMs = 7 * 24 * 60 * 60 * 1_000;

/**
 * Valid for more than a week, or without a start or an end: the permanent kind, which a person may want to renew. Codes
 * of visitors end soon as planned. Times are on the door's clock.
 */
export function isLongCode({
  fromWall,
  toWall,
}: {
  fromWall: string | null;
  toWall: string | null;
}): boolean {
  if (fromWall === null || toWall === null) return true;
  return Date.parse(`${toWall}Z`) - Date.parse(`${fromWall}Z`) > longMs;
}

/** `expiring`: opens now or later, and ends within 48 hours. */
export const doorcodeStates = [
  'live',
  'upcoming',
  'expiring',
  'expired',
  'unreadable',
  'lengthless',
] as const;
