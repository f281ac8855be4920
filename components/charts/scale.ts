/** Pure, so that a bar's height can be tested without a chart. */

/** The top of an axis: even, so that its middle is whole, and at least 4. */
export function niceTop(largest: number): number {
  if (!(largest > 4)) return 4;
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = [1, 2, 4, 6, 8].find((one) => one * power >= largest && (one * power) % 2 === 0) ?? 10;
  return step * power;
}

/**
 * The outline of bars, each one unit wide with `gap` on both sides. One shape is faster to render and send than many
 * rectangles.
 */
export function barsPath(
  values: readonly number[],
  scale: { top: number; height: number; gap: number },
): string {
  const { top, height, gap } = scale;
  const short = (value: number) => Number(value.toFixed(2));
  return values
    .map((value, index) => [index, short((value / top) * height)] as const)
    .filter(([, tall]) => tall > 0)
    .map(([index, tall]) => `M${short(index + gap)} ${height}v-${tall}h${short(1 - 2 * gap)}v${tall}z`)
    .join('');
}

/** Whole percentages that add up to 100. What rounding leaves over goes to the largest remainders. */
export function wholeShares(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return values.map(() => 0);
  const exact = values.map((value) => (value / total) * 100);
  const shares = exact.map(Math.floor);
  const left = 100 - shares.reduce((sum, value) => sum + value, 0);
  const order = exact.map((value, index) => ({ index, rest: value - Math.floor(value) }));
  order.sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of order.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

/** One of five shades: 0 for nothing, 4 for the largest value. */
export function shadeOf(value: number, largest: number): 0 | 1 | 2 | 3 | 4 {
  if (value <= 0 || largest <= 0) return 0;
  return Math.max(1, Math.min(4, Math.ceil((value / largest) * 4))) as 1 | 2 | 3 | 4;
}

export type HourValue = { hour: string; count: number };
export type DayHours = { day: string; hours: HourValue[]; total: number };

type WallHour = {
  /** 2026-11-29 */
  day: string;
  /** 0: Monday. */
  weekday: number;
  hour: number;
  /** 14:00, or 14:30 where the zone is off by half an hour. */
  clock: string;
};

const formats = new Map<string, Intl.DateTimeFormat>();
const walls = new Map<string, WallHour>();
const mostWalls = 20_000;

/** An instant on the clock of a zone. Remembered, because pages draw the same hours and formatting is slow. */
export function wallHour(instant: string, zone: string): WallHour {
  const key = `${zone} ${instant}`;
  const known = walls.get(key);
  if (known) return known;
  const [day = '', clock = ''] = formatOf(zone).format(new Date(instant)).split(' ');
  const wall = {
    day,
    weekday: (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7,
    hour: Number(clock.slice(0, 2)),
    clock,
  };
  if (walls.size >= mostWalls) walls.clear();
  walls.set(key, wall);
  return wall;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known =
    formats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  formats.set(zone, known);
  return known;
}

/** Splits hours into the calendar days of a zone. A day with a clock change has 23 or 25 hours. */
export function byDay(hours: readonly HourValue[], zone: string): DayHours[] {
  const days = new Map<string, DayHours>();
  for (const one of hours) {
    const { day } = wallHour(one.hour, zone);
    const known = days.get(day) ?? { day, hours: [], total: 0 };
    known.hours.push(one);
    known.total += one.count;
    days.set(day, known);
  }
  return [...days.values()];
}

/** Average events by weekday (0 Monday … 6 Sunday) and hour in `zone`. */
export function usualWeek(hours: readonly HourValue[], zone: string): number[][] {
  const cells = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => ({ sum: 0, times: 0 })));
  for (const { hour, count } of hours) {
    const wall = wallHour(hour, zone);
    const cell = cells[wall.weekday]?.[wall.hour];
    if (!cell) continue;
    cell.sum += count;
    cell.times += 1;
  }
  return cells.map((row) => row.map(({ sum, times }) => (times === 0 ? 0 : sum / times)));
}
