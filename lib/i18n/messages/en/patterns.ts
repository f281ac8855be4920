export const patterns = {
  fourWeeks: 'Last 4 weeks',
  perDay: 'Events per day',
  week: 'A usual week',
  byType: 'Share by type',
  ownClocks: 'Hours follow each building’s own time zone',
  since: 'Since {day}. Choose a range to see other days.',
  tooMany: 'There are too many events to show at once. Choose a shorter range or fewer doors.',
} as const;
