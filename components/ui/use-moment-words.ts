import { useFormatter } from 'next-intl';
import { formats } from '@/lib/i18n/formats';

const wall = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?$/;

/**
 * A day, or a time on a wall clock (`2026-11-01T09:00`), in the person's language. Any other text stays as it is.
 * Leaves out the year if it is `exceptYear`.
 */
export function useMomentWords() {
  const format = useFormatter();
  return (moment: string, { exceptYear }: { exceptYear?: number } = {}) => {
    const clocked = moment.length > 10;
    const date = new Date(clocked ? `${moment.replace(' ', 'T')}Z` : `${moment}T00:00Z`);
    if (!wall.test(moment) || Number.isNaN(date.getTime())) return moment;
    const { year, ...yearless } =
      formats.dateTime[clocked ? (moment.length > 16 ? 'second' : 'moment') : 'day'];
    const shown = date.getUTCFullYear() === exceptYear ? yearless : { year, ...yearless };
    return format.dateTime(date, { ...shown, timeZone: 'UTC' });
  };
}
