import type { DoorEvent } from './door-event';
import { offsetMinutes } from './door-time';
import type { Doorcode } from './model';
import { fractionOf } from './random';
import type { World } from './world';

const hour = 3_600_000;
const day = 24 * hour;

/** Visits of a code's holder between two moments. Each day's random numbers depend only on the code and the day. */
export function usesBetween(world: World, code: Doorcode, after: number, upTo: number): DoorEvent[] {
  const { habit } = code;
  if (habit === null) return [];
  const window = world.windowOf(code);
  const offset = offsetMinutes(world.doors.get(code.gid)?.timezone ?? 0) * 60_000;
  const [earliest, latest] = habit.hours;
  const first = Math.floor((Math.max(after, window.from) + offset) / day);
  const last = Math.floor((Math.min(upTo, window.to) + offset) / day);
  const uses: DoorEvent[] = [];
  for (let number = first; number <= last; number++) {
    // Day 0, 1 January 1970, was a Thursday.
    if (!habit.days.includes((number + 4) % 7)) continue;
    const seed = `${world.seed}/uses/${code.token}/${number}`;
    if (fractionOf(seed) >= habit.chance) continue;
    const seconds = Math.floor((earliest + fractionOf(`${seed}/time`) * (latest - earliest)) * 3_600);
    const at = number * day - offset + seconds * 1_000;
    if (at <= after || at > upTo || at < window.from || at > window.to) continue;
    uses.push({ type: 2, at, channel: code.channel, codeName: code.name });
  }
  return uses;
}
