'use client';

import { useFormatter } from 'next-intl';
import { Tooltip } from '@/components/ui/tooltip';
import type { EventRow } from '@/lib/archive/rows';

/** Which clock a page shows: each building's own, or one zone for all. */
export type Clock = 'building' | (string & {});

/** The zone in which an event is shown. */
export function zoneShown(row: Pick<EventRow, 'zone'>, clock: Clock): string {
  return clock === 'building' ? row.zone : clock;
}

/**
 * To the second, in the clock chosen, with the zone on hover and focus. Not relative: who looks through events compares
 * moments. A time that makes no sense is shown as the door wrote it.
 */
export function EventTime({ row, clock }: { row: EventRow; clock: Clock }) {
  const format = useFormatter();
  if (row.at === null) {
    return (
      <span className="tabular truncate text-warn" title={row.timeText}>
        {row.timeText}
      </span>
    );
  }
  const zone = zoneShown(row, clock);
  const at = new Date(row.at);
  return (
    <Tooltip text={`${format.dateTime(at, 'exact', { timeZone: zone })} · ${zone}`}>
      <time dateTime={row.at} className="tabular whitespace-nowrap">
        {format.dateTime(at, 'second', { timeZone: zone })}
      </time>
    </Tooltip>
  );
}
