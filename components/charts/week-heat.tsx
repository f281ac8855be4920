import { useFormatter, useTranslations } from 'next-intl';
import { ChartTable } from './chart-table';
import { type HourValue, shadeOf, usualWeek } from './scale';

const cell = 10;
const shades = [
  'fill-pressed',
  'fill-accent opacity-25',
  'fill-accent opacity-50',
  'fill-accent opacity-75',
  'fill-accent',
] as const;

/** A usual week as day × hour: the darker, the more. The exact averages are in the table beneath. */
export function WeekHeat({ label, hours, zone }: { label: string; hours: HourValue[]; zone: string }) {
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
  return (
    <figure aria-label={label}>
      <div className="grid grid-cols-[auto_1fr] gap-x-2 text-faint text-xs">
        <div aria-hidden className="grid h-40 grid-rows-7 items-center text-right">
          {days.map((day) => (
            <span key={day}>{day}</span>
          ))}
        </div>
        <svg
          role="img"
          aria-label={label}
          viewBox={`0 0 ${24 * cell} ${7 * cell}`}
          preserveAspectRatio="none"
          className="h-40 w-full"
        >
          {week.flatMap((row, day) =>
            row.map((value, hour) => (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place in the week.
                key={`${day}-${hour}`}
                x={hour * cell + 0.5}
                y={day * cell + 0.5}
                width={cell - 1}
                height={cell - 1}
                rx="1"
                className={shades[shadeOf(value, largest)]}
              >
                <title>{`${days[day]} ${two(hour)}:00 · ${number(value)}`}</title>
              </rect>
            )),
          )}
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
          ...week.map((row) => number(row[hour] ?? 0)),
        ])}
      />
    </figure>
  );
}
