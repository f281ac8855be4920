'use client';

import { useFormatter } from 'next-intl';

/** A calendar day, the same in every zone. */
export function Day({ day }: { day: string }) {
  const format = useFormatter();
  return (
    <time dateTime={day} className="tabular whitespace-nowrap">
      {format.dateTime(new Date(`${day}T00:00:00Z`), 'day', { timeZone: 'UTC' })}
    </time>
  );
}
