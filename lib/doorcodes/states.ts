// Apart from the schema: browsers need these words. zod is large and tries `eval`, which our content policy forbids.
/** `expiring`: opens now or later, and ends within 48 hours. */
export const doorcodeStates = [
  'live',
  'upcoming',
  'expiring',
  'expired',
  'unreadable',
  'lengthless',
] as const;
