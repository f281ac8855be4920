import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { statementMs } from '@/lib/db/client';
import { cancellable } from '@/lib/db/run-cancellable';
import { dayText, minuteText } from '@/lib/text/wall-text';
import { clockOf, type EventFilter, edgeOf, filterEvents } from './filter';

export type HistogramUnit = 'minute' | 'hour' | 'day' | 'week' | 'month';

/** Bars of equal units, empty ones included. `from` and `to` are the filter's values that select this bar. */
export type Histogram = { unit: HistogramUnit; bars: { from: string; to: string; count: number }[] };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const mostBars = 400;

/** Events of the filter's range, by its clock. Events without a readable time are in no bar. */
export async function eventHistogram(
  scope: Scope,
  filter: EventFilter,
  signal?: AbortSignal,
): Promise<Histogram> {
  const matches = await filterEvents(scope, filter);
  if (!matches) return { unit: 'day', bars: [] };
  const clock = clockOf(filter.zone);
  return cancellable({ signal, timeoutMs: statementMs }, async (db) => {
    const range = await db
      .selectFrom('event')
      .select([
        sql<string | null>`min(${clock})::text`.as('first'),
        sql<string | null>`max(${clock})::text`.as('last'),
      ])
      .where(matches)
      .where('event.fit', '<>', 'invalid')
      .executeTakeFirstOrThrow();
    if (range.first === null || range.last === null) return { unit: 'day', bars: [] };
    const [first, last] = [utc(range.first), utc(range.last)];
    const unit = unitFor(last - first);
    const counted = await db
      .selectFrom('event')
      .select(({ fn }) => [
        sql<string>`date_trunc(${sql.lit(unit)}, ${clock})::text`.as('start'),
        fn.countAll<number>().as('count'),
      ])
      .where(matches)
      .where('event.fit', '<>', 'invalid')
      .groupBy('start')
      .execute();
    const bars = fillBars(unit, new Map(counted.map(({ start, count }) => [utc(start), count])));
    return { unit, bars: bars.map((bar) => within(bar, filter)) };
  });
}

const utc = (text: string) => Date.parse(`${text.replace(' ', 'T').slice(0, 19)}Z`);

function unitFor(span: number): HistogramUnit {
  if (span <= 2 * HOUR) return 'minute';
  if (span <= 5 * DAY) return 'hour';
  if (span <= 120 * DAY) return 'day';
  return span <= 3 * 366 * DAY ? 'week' : 'month';
}

function fillBars(unit: HistogramUnit, counts: ReadonlyMap<number, number>): Histogram['bars'] {
  const starts = [...counts.keys()].sort((a, b) => a - b);
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const bars: Histogram['bars'] = [];
  for (let start = first; start <= last; start = following(unit, start)) {
    const text = unit === 'minute' || unit === 'hour' ? minuteText : dayText;
    bars.push({
      from: text(start),
      to: text(following(unit, start) - 60_000),
      count: counts.get(start) ?? 0,
    });
  }
  return bars.slice(-mostBars);
}

/** A week that begins before the range is cut: after a zoom into the bar, the count stays the same. */
function within(bar: Histogram['bars'][number], { from, to, zone }: EventFilter): Histogram['bars'][number] {
  const wallOf = (moment: string, side: 'start' | 'end') => edgeOf(moment, side, zone).wall;
  return {
    ...bar,
    from: from && wallOf(from, 'start') > wallOf(bar.from, 'start') ? from : bar.from,
    to: to && wallOf(to, 'end') < wallOf(bar.to, 'end') ? to : bar.to,
  };
}

function following(unit: HistogramUnit, start: number): number {
  if (unit === 'month') {
    const date = new Date(start);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  }
  return start + { minute: 60_000, hour: HOUR, day: DAY, week: 7 * DAY }[unit];
}
