'use client';

import { useFormatter, useNow } from 'next-intl';
import { Tooltip } from '@/components/ui/tooltip';
import type { EventRow } from '@/lib/archive/search/rows';
import { clockAt, zoneWords } from '@/lib/devices/time-zone';

export type Clock = 'building' | (string & {});

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
 * To the second, in the chosen zone, which is shown on hover and focus; with `named`, always. Not relative, because
 * people compare events. An unreadable time is shown as the door sent it. `flag` marks a time that the door's clock
 * showed twice or never.
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

/** On little space, only a screen reader gets the first letters of `UTC+08:00`. */
function ClockShort({ clock }: { clock: string }) {
  return (
    <>
      <span className="max-xl:sr-only">{clock.slice(0, 3)}</span>
      <span>{clock.slice(3)}</span>
    </>
  );
}
