// Apart from the schema: browsers need these words, and zod is heavy and tries `eval`, which our policy forbids.
/** `expiring`: opens now or later, and ends within 48 hours. */
export const doorcodeStates = [
  'live',
  'upcoming',
  'expiring',
  'expired',
  'unreadable',
  'lengthless',
] as const;
