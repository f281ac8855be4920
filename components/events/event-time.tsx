'use client';

import { useFormatter, useNow } from 'next-intl';
import { Tooltip } from '@/components/ui/tooltip';
import type { EventRow } from '@/lib/archive/search/rows';
import { clockAt, zoneWords } from '@/lib/devices/time-zone';

/** Which clock a page shows: each building's own, or one zone for all. */
export type Clock = 'building' | (string & {});

/** The zone in which an event is shown. */
function zoneShown(row: Pick<EventRow, 'zone'>, clock: Clock): string {
  return clock === 'building' ? row.zone : clock;
}

const toTheSecond = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const;

type Props = { row: EventRow; clock: Clock; named?: boolean; flag?: string | undefined };

/**
 * To the second, in the clock chosen, with the zone on hover and focus; with `named`, beside it too. Not relative: who
 * looks through events compares moments. A time that makes no sense is shown as the door wrote it; `flag` says of one that the
 * door's clock showed twice or never that it may be an hour off.
 */
export function EventTime({ row, clock, named = false, flag }: Props) {
  const format = useFormatter();
  const now = useNow();
  if (row.at === null) {
    return (
      <span className="tabular truncate text-warn" title={row.timeText}>
        {row.timeText || '—'}
      </span>
    );
  }
  const zone = zoneShown(row, clock);
  const at = new Date(row.at);
  const year = at.getUTCFullYear() === now.getUTCFullYear() ? {} : ({ year: 'numeric' } as const);
  return (
    <Tooltip text={() => `${format.dateTime(at, 'exact', { timeZone: zone })} · ${zoneWords(zone, at)}`}>
      <time dateTime={row.at} className="tabular whitespace-nowrap">
        <span>{format.dateTime(at, { ...toTheSecond, ...year, timeZone: zone })}</span>
        {named ? (
          <span className="pl-1.5 text-faint text-xs">
            <ClockShort clock={clockAt(zone, at)} />
          </span>
        ) : null}
        {flag ? <span className="pl-1.5 text-warn text-xs">{flag}</span> : null}
      </time>
    </Tooltip>
  );
}

/** Where there is no room for all of `UTC+08:00`, its first letters are only read out. */
function ClockShort({ clock }: { clock: string }) {
  return (
    <>
      <span className="max-xl:sr-only">{clock.slice(0, 3)}</span>
      <span>{clock.slice(3)}</span>
    </>
  );
}
