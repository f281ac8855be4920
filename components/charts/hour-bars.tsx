import NextLink from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { ChartTable } from './chart-table';
import { barsPath, type DayHours, niceTop, wallHour } from './scale';
import { Shapes } from './shapes';

const height = 100;

/**
 * A bar for each hour, drawn on the server without a library. Each day has the same width, is one stop for the
 * keyboard, and links to its events. Hovering a bar shows its hour.
 */
export function HourBars({
  label,
  days,
  zone,
  hrefOfDay,
}: {
  label: string;
  days: DayHours[];
  zone: string;
  hrefOfDay: (day: string) => string;
}) {
  const t = useTranslations('common.chart');
  const common = useTranslations('common');
  const format = useFormatter();
  const top = niceTop(Math.max(0, ...days.flatMap(({ hours }) => hours.map(({ count }) => count))));
  const day = (one: DayHours) =>
    format.dateTime(new Date(`${one.day}T12:00:00Z`), 'shortDay', { timeZone: 'UTC' });
  const named = days.map((one) => [one, day(one)] as const);
  const weekday = (one: DayHours) =>
    format.dateTime(new Date(`${one.day}T12:00:00Z`), { weekday: 'short', timeZone: 'UTC' });
  return (
    <figure aria-label={label}>
      <div className="flex gap-2">
        <div aria-hidden className="tabular relative h-40 w-8 shrink-0 text-right text-faint text-xs">
          {[top, top / 2, 0].map((value) => (
            <span
              key={value}
              className="absolute right-0 -translate-y-1/2"
              style={{ top: `${100 - (value / top) * 100}%` }}
            >
              {format.number(value, 'count')}
            </span>
          ))}
        </div>
        <div className="relative flex min-w-0 flex-1">
          <div aria-hidden className="pointer-events-none absolute inset-x-0 top-0 h-40">
            {[0, 50, 100].map((at) => (
              <div key={at} className="absolute inset-x-0 border-line border-t" style={{ top: `${at}%` }} />
            ))}
          </div>
          {named.map(([one, name]) => (
            <NextLink
              key={one.day}
              href={hrefOfDay(one.day)}
              prefetch={false}
              aria-label={`${name}${common('colon')}${t('total', { total: format.number(one.total, 'count') })}`}
              className="group relative min-w-0 flex-1 rounded-sm hover:bg-hover"
            >
              <svg
                aria-hidden="true"
                viewBox={`0 0 ${Math.max(24, one.hours.length)} ${height}`}
                preserveAspectRatio="none"
                className="block h-40 w-full"
              >
                <path
                  d={barsPath(
                    one.hours.map(({ count }) => count),
                    { top, height, gap: 0.12 },
                  )}
                  className="fill-accent opacity-85 group-hover:opacity-100"
                />
                <Shapes
                  className="fill-transparent"
                  shapes={one.hours.map(({ hour, count }, index) => ({
                    d: `M${index} 0h1v${height}h-1z`,
                    title: `${name} ${wallHour(hour, zone).clock} · ${format.number(count, 'count')}`,
                  }))}
                />
              </svg>
              <span className="block truncate border-line border-l pt-1 pl-1 text-muted text-xs group-first:border-l-0">
                <span className="max-md:hidden">{name}</span>
                <span className="md:hidden">{weekday(one)}</span>
              </span>
            </NextLink>
          ))}
        </div>
      </div>
      <ChartTable
        label={label}
        head={[t('day'), ...['00–06', '06–12', '12–18', '18–24'], t('value')]}
        rows={named.map(([one, name]) => [
          name,
          ...quarters(one, zone).map((sum) => format.number(sum, 'count')),
          format.number(one.total, 'count'),
        ])}
      />
    </figure>
  );
}

/** Sums of six hours: 168 rows of single hours would be no easier to read than the chart. */
function quarters(day: DayHours, zone: string): number[] {
  const sums = [0, 0, 0, 0];
  for (const { hour, count } of day.hours) {
    const quarter = Math.floor(wallHour(hour, zone).hour / 6);
    sums[quarter] = (sums[quarter] ?? 0) + count;
  }
  return sums;
}
