import { useFormatter, useTranslations } from 'next-intl';
import { ChartTable } from './chart-table';
import { barsPath, type DayHours, niceTop } from './scale';
import { Shapes } from './shapes';

const height = 100;

/** A bar for each day, drawn on the server. The table below has the exact numbers, for the keyboard too. */
export function DayBars({ label, days }: { label: string; days: DayHours[] }) {
  const t = useTranslations('common.chart');
  const format = useFormatter();
  const top = niceTop(Math.max(0, ...days.map(({ total }) => total)));
  const word = (day: string) => format.dateTime(new Date(`${day}T12:00:00Z`), 'day', { timeZone: 'UTC' });
  const number = (value: number) => format.number(value, 'count');
  return (
    <figure aria-label={label}>
      <p aria-hidden className="tabular text-faint text-xs">
        {number(top)}
      </p>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${Math.max(7, days.length)} ${height}`}
        preserveAspectRatio="none"
        className="block h-40 w-full border-line border-y"
      >
        <path
          d={barsPath(
            days.map(({ total }) => total),
            { top, height, gap: 0.1 },
          )}
          className="fill-accent opacity-85"
        />
        <Shapes
          className="fill-transparent"
          shapes={days.map(({ day, total }, index) => ({
            d: `M${index} 0h1v${height}h-1z`,
            title: `${word(day)} · ${number(total)}`,
          }))}
        />
      </svg>
      <p aria-hidden className="mt-1 flex justify-between text-muted text-xs">
        <span>{days[0] ? word(days[0].day) : ''}</span>
        <span>{days.length > 1 ? word(days.at(-1)?.day ?? '') : ''}</span>
      </p>
      <ChartTable
        label={label}
        head={[t('day'), t('value')]}
        rows={days.toReversed().map(({ day, total }) => [word(day), number(total)])}
      />
    </figure>
  );
}
