export const newer = {
  come: '{count, plural, one {1 new} other {{count, number} new}}',
  over: 'Over {count, number} new',
  hint: 'Show new events',
} as const;
