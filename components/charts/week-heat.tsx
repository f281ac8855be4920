import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { ChartTable } from './chart-table';
import { type HourValue, shadeOf, usualWeek } from './scale';
import { Shapes } from './shapes';

const cell = 10;
const shades = [
  'fill-pressed',
  'fill-accent opacity-25',
  'fill-accent opacity-50',
  'fill-accent opacity-75',
  'fill-accent',
] as const;

/** A usual week as day × hour. The table below has the exact averages. */
export function WeekHeat({
  label,
  hours,
  zone,
  hrefOf,
}: {
  label: string;
  hours: HourValue[];
  zone: string;
  /** Address of the events of one hour (0 to 23) of one day (1 Monday to 7 Sunday). */
  hrefOf?: (weekday: number, hour: number) => string;
}) {
  const t = useTranslations('common.chart');
  const format = useFormatter();
  const week = usualWeek(hours, zone);
  const largest = Math.max(0, ...week.flat());
  // 2 November 2026 is a Monday.
  const days = week.map((_, index) =>
    format.dateTime(new Date(Date.UTC(2026, 10, 2 + index)), { weekday: 'short', timeZone: 'UTC' }),
  );
  const number = (value: number) => format.number(value, { maximumFractionDigits: 1 });
  const two = (hour: number) => String(hour).padStart(2, '0');
  const cells = week.flatMap((row, day) =>
    row.map((value, hour) => ({
      day,
      hour,
      value,
      d: `M${hour * cell + 0.5} ${day * cell + 0.5}h${cell - 1}v${cell - 1}h-${cell - 1}z`,
      title: `${days[day]} ${two(hour)}:00 · ${number(value)}`,
    })),
  );
  return (
    <figure aria-label={label}>
      <div className="grid grid-cols-[auto_1fr] gap-x-2 text-faint text-xs">
        <div aria-hidden className="grid h-40 grid-rows-7 items-center text-right">
          {days.map((day) => (
            <span key={day}>{day}</span>
          ))}
        </div>
        {/* The table below says the same. 168 tab stops in a chart would not help. */}
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${24 * cell} ${7 * cell}`}
          preserveAspectRatio="none"
          className="h-40 w-full"
        >
          {shades.map((shade, at) => {
            const alike = cells.filter(({ value }) => shadeOf(value, largest) === at);
            if (!hrefOf || at === 0) return <Shapes key={shade} className={shade} shapes={alike} />;
            return (
              <g key={shade} className={shade}>
                {alike.map(({ day, hour, d, title }) => (
                  <Link
                    key={d}
                    href={hrefOf(day + 1, hour)}
                    prefetch={false}
                    tabIndex={-1}
                    className="hover:brightness-75"
                  >
                    <path d={d}>
                      <title>{title}</title>
                    </path>
                  </Link>
                ))}
              </g>
            );
          })}
        </svg>
        <span />
        <div aria-hidden className="tabular mt-1 grid grid-cols-4">
          {[0, 6, 12, 18].map((hour) => (
            <span key={hour}>{`${two(hour)}:00`}</span>
          ))}
        </div>
      </div>
      <ChartTable
        label={label}
        head={[t('hour'), ...days]}
        rows={Array.from({ length: 24 }, (_, hour) => [
          `${two(hour)}:00`,
          ...week.map((row, day) => {
            const value = row[hour] ?? 0;
            if (!hrefOf || value === 0) return number(value);
            return (
              <Link
                key={days[day]}
                href={hrefOf(day + 1, hour)}
                prefetch={false}
                className="text-accent-ink underline-offset-2 hover:underline"
              >
                {number(value)}
              </Link>
            );
          }),
        ])}
      />
    </figure>
  );
}
