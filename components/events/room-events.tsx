'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { usePreferences } from '@/components/ui/preferences';
import type { EventRow } from '@/lib/archive/search/rows';
import { chosenClock } from '@/lib/i18n/preferences/names';
import { EventTime } from './event-time';
import { EventType } from './event-type';
import { EventWho } from './event-who';

/**
 * The newest events of a room or of a few doors: `lastEvents(scope, 10, { room })`. Needs the texts of `events`.
 * `href` leads to all.
 */
export function RoomEvents({
  rows,
  href,
  certain = true,
  onlyToday = false,
}: {
  rows: EventRow[];
  href: string;
  /** True if all doors were read recently and nothing is withheld: only then no row means no event. */
  certain?: boolean;
  /** Only today's events may be seen. */
  onlyToday?: boolean;
}) {
  const t = useTranslations('events');
  const clock = chosenClock(usePreferences().preferences);
  if (rows.length === 0 && !certain) return null;
  if (rows.length === 0) return <p className="text-muted">{t(onlyToday ? 'roomNoneToday' : 'roomNone')}</p>;
  return (
    <>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 py-1.5">
            <span className="min-w-0 flex-1 basis-40">
              <EventType type={row.type} />
            </span>
            {row.account || row.codeName ? (
              <span className="min-w-0 truncate text-muted">
                <EventWho row={row} />
              </span>
            ) : null}
            <span className="text-muted text-sm">
              <EventTime row={row} clock={clock} />
            </span>
          </li>
        ))}
      </ul>
      <p className="pt-2">
        <Link href={href}>{t('roomAll')}</Link>
      </p>
    </>
  );
}
