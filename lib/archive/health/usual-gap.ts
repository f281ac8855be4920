const HOUR = 3_600_000;
const week = 168;
/** Fewer hours with an event than this, or a history shorter than this, and nothing is said about a door's rhythm. */
const fewestHours = 12;
const shortest = 14 * 24;
/** How unlikely the silence has to be by the door's own habits: e^-5, less than one in a hundred. */
const unlikely = 5;
/** … and how much longer than nearly all of its own silences. */
const timesLonger = 2;
/** A shorter silence never stands out: in eight weeks an hour weighs ln 9 at most, and whole hours count. */
export const shortestSilenceMs = Math.floor(unlikely / Math.log(9)) * HOUR;

export type Rhythm = {
  /** Too little is known, all is as usual, or the silence is far longer than this door's own. */
  state: 'unknown' | 'usual' | 'silent';
  silentMs: number | null;
  /** The middle of its own pauses between hours with events; null: too little is known. */
  usualMs: number | null;
};

/**
 * Is a door's silence unlike it? Measured by its own habits: for each hour of the week, in how many of the weeks seen it
 * was heard from. Quiet nights and weekends so count for nothing, and one busy day for no more than any other. A silence
 * weighs what its hours weigh; it stands out when it is unlikely, and twice as heavy as nearly all pauses before it.
 *
 * `hours`: starts of the hours (ms) in which the door had an event; `offsetMs`: its clock's distance from UTC.
 */
export function readRhythm(
  hours: readonly number[],
  { now, heardAt, offsetMs = 0 }: { now: number; heardAt: number | null; offsetMs?: number },
): Rhythm {
  const silentMs = heardAt === null ? null : Math.max(0, now - heardAt);
  const sorted = [...new Set(hours)].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || silentMs === null || sorted.length < fewestHours)
    return { state: 'unknown', silentMs, usualMs: null };
  const span = (last - first) / HOUR;
  if (span < shortest) return { state: 'unknown', silentMs, usualMs: null };

  const weeks = Math.max(1, span / week);
  const heard = new Array<number>(week).fill(0);
  const slotOf = (hour: number) => ((Math.floor((hour + offsetMs) / HOUR) % week) + week) % week;
  for (const hour of sorted) heard[slotOf(hour)] = (heard[slotOf(hour)] ?? 0) + 1;
  const weight = heard.map((times) => -Math.log(1 - Math.min(times, weeks) / (weeks + 1)));
  const total = weight.reduce((sum, one) => sum + one, 0);
  const weigh = (from: number, to: number) => {
    const count = Math.max(0, Math.floor((to - from) / HOUR));
    let sum = Math.floor(count / week) * total;
    for (let step = 0; step < count % week; step++) sum += weight[slotOf(from + step * HOUR)] ?? 0;
    return sum;
  };

  const pauses = sorted.slice(1).map((hour, index) => ({ from: (sorted[index] ?? hour) + HOUR, to: hour }));
  const weights = pauses.map(({ from, to }) => weigh(from, to)).sort((a, b) => a - b);
  const lengths = pauses.map(({ from, to }) => to - from + HOUR).sort((a, b) => a - b);
  const usualMs = lengths[Math.floor(lengths.length / 2)] ?? null;
  const longest = weights[Math.floor(weights.length * 0.95)] ?? 0;
  const silence = weigh(last + HOUR, now);
  const state = silence > unlikely && silence > timesLonger * longest ? 'silent' : 'usual';
  return { state, silentMs, usualMs };
}
