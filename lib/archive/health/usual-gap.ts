const HOUR = 3_600_000;
const week = 168;
/** With fewer hours, or a shorter history, the state is `unknown`. */
const fewestHours = 12;
const shortest = 14 * 24;
/** How unlikely a silence must be by the door's own habits: e^-5, less than 1 in 100. */
const unlikely = 5;
/** A silence must be this many times as heavy as 95 % of the door's earlier ones. */
const timesLonger = 2;
/** An hour weighs at most ln 9 in eight weeks, so a shorter silence can never count. */
export const shortestSilenceMs = Math.floor(unlikely / Math.log(9)) * HOUR;

export type Rhythm = {
  state: 'unknown' | 'usual' | 'silent';
  silentMs: number | null;
  /** The median pause between hours with events; null if too little is known. */
  usualMs: number | null;
};

/**
 * Is a door's silence unusual for this door? Each hour of the week has a weight: the more weeks had an event in it, the
 * heavier. So quiet nights and weekends weigh nothing.
 * A silence weighs the sum of its hours. It counts if it is unlikely, and twice as heavy as nearly all pauses before it.
 * `hours`: starts of hours (ms) with an event. `offsetMs`: the door's offset from UTC.
 */
export function readRhythm(
  hours: readonly number[],
  { now, heardAt, offsetMs = 0 }: { now: number; heardAt: number | null; offsetMs?: number },
): Rhythm {
  const silentMs = heardAt === null ? null : Math.max(0, now - heardAt);
  // Typed arrays sort numbers several times as fast: the overview judges all doors that were quiet for two hours.
  const all = Float64Array.from(hours).sort();
  const sorted = all.filter((hour, index) => hour !== all[index - 1]);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || silentMs === null || sorted.length < fewestHours)
    return { state: 'unknown', silentMs, usualMs: null };
  const span = (last - first) / HOUR;
  if (span < shortest) return { state: 'unknown', silentMs, usualMs: null };

  const weeks = Math.max(1, span / week);
  const heard = new Array<number>(week).fill(0);
  const slotOf = (hour: number) => ((Math.floor((hour + offsetMs) / HOUR) % week) + week) % week;
  for (const hour of sorted) {
    const slot = slotOf(hour);
    heard[slot] = (heard[slot] ?? 0) + 1;
  }
  const weight = heard.map((times) => -Math.log(1 - Math.min(times, weeks) / (weeks + 1)));
  // The weight from the week's first hour up to each hour of two weeks, so that a silence is one subtraction.
  const upTo = [0];
  for (const one of [...weight, ...weight]) upTo.push((upTo.at(-1) ?? 0) + one);
  const total = upTo[week] ?? 0;
  const weigh = (from: number, to: number) => {
    const count = Math.max(0, Math.floor((to - from) / HOUR));
    const slot = slotOf(from);
    return Math.floor(count / week) * total + (upTo[slot + (count % week)] ?? 0) - (upTo[slot] ?? 0);
  };

  const later = sorted.subarray(1);
  const before = (index: number) => sorted[index] ?? 0;
  const lengths = later.map((hour, index) => hour - before(index)).sort();
  const usualMs = lengths[Math.floor(lengths.length / 2)] ?? null;
  const silence = weigh(last + HOUR, now);
  if (silence <= unlikely) return { state: 'usual', silentMs, usualMs };
  const weights = later.map((hour, index) => weigh(before(index) + HOUR, hour)).sort();
  const longest = weights[Math.floor(weights.length * 0.95)] ?? 0;
  return { state: silence > timesLonger * longest ? 'silent' : 'usual', silentMs, usualMs };
}
