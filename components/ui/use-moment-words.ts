import { useFormatter } from 'next-intl';

const wall = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?$/;

/** A day, or a time on a wall clock (`2026-11-01T09:00`), in the person's language. Any other text stays as it is. */
export function useMomentWords() {
  const format = useFormatter();
  return (moment: string) => {
    const clocked = moment.length > 10;
    const date = new Date(clocked ? `${moment.replace(' ', 'T')}Z` : `${moment}T00:00Z`);
    if (!wall.test(moment) || Number.isNaN(date.getTime())) return moment;
    const kind = clocked ? (moment.length > 16 ? 'second' : 'moment') : 'day';
    return format.dateTime(date, kind, { timeZone: 'UTC' });
  };
}
