import { useFormatter } from 'next-intl';

/** A moment in the address (`2026-11-01T09:00`, or a day) in words. It has no zone. */
export function useMomentWords() {
  const format = useFormatter();
  return (moment: string) => {
    const clocked = moment.length > 10;
    const date = new Date(`${clocked ? moment : `${moment}T00:00`}Z`);
    if (Number.isNaN(date.getTime())) return moment;
    return format.dateTime(date, clocked ? 'moment' : 'day', { timeZone: 'UTC' });
  };
}
