export const patterns = {
  title: 'Patterns',
  show: 'Show patterns',
  hide: 'Hide patterns',
  fourWeeks: 'Last 4 weeks',
  perDay: 'Events per day',
  week: 'A usual week',
  byType: 'Share by type',
  ownClocks: 'Hours of each building’s own clock',
  since: 'Since {day}. Choose a range to draw another.',
  tooMany: 'There are too many events to draw at once. Choose a shorter range or fewer doors.',
} as const;
