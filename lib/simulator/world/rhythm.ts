import type { DoorEvent } from './door-event';
import { offsetMinutes } from './door-time';
import type { Hours } from './plan';
import { createRandom, type Random } from './random';

export type Cast = {
  channel: number;
  people: readonly string[];
  /** Codes that open at this moment and have no holder with habits. */
  codeNames(at: number): readonly string[];
};

export type Stage = {
  seed: string;
  gid: string;
  timezone: number;
  visitsPerDay: number;
  hours: Hours;
  cast: readonly Cast[];
};

const hour = 3_600_000;

const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0);

/** The random numbers depend only on seed, door and hour, so every interval gives the same events. */
function eventsOfHour(stage: Stage, hourNumber: number): DoorEvent[] {
  const start = hourNumber * hour;
  const local = new Date(start + offsetMinutes(stage.timezone) * 60_000);
  const day = local.getUTCDay();
  const isWeekend = day === 0 || day === 6;
  const weights = isWeekend ? stage.hours.weekend : stage.hours.workday;
  const share = (weights[local.getUTCHours()] ?? 0) / sum(weights);
  // An average day of the week has `visitsPerDay`.
  const workday = 7 / (5 + 2 * stage.hours.weekendShare);
  const factor = isWeekend ? workday * stage.hours.weekendShare : workday;
  const random = createRandom(`${stage.seed}/${stage.gid}/${hourNumber}`);
  const visits = random.poisson(stage.visitsPerDay * share * factor);
  const events: DoorEvent[] = [];
  // A visit ends within the hour in which it starts, so hours can be made one by one.
  for (let i = 0; i < visits; i++) events.push(...visit(stage, random, start + random.int(0, 3_480) * 1_000));
  return events.sort((a, b) => a.at - b.at);
}

export function eventsBetween(stage: Stage, after: number, upTo: number): DoorEvent[] {
  const events: DoorEvent[] = [];
  for (let number = Math.floor(after / hour); number * hour <= upTo; number++) {
    for (const event of eventsOfHour(stage, number))
      if (event.at > after && event.at <= upTo) events.push(event);
  }
  return events;
}

function visit(stage: Stage, random: Random, at: number): DoorEvent[] {
  const kind = random.next();
  // Staff and the post have cards of the building: events of the door, not of a room.
  if (stage.cast.length === 0 || kind < 0.03) return [{ type: 5, at, channel: null }];
  const { channel, people, codeNames } = random.pick(stage.cast);
  const names = codeNames(at);
  if (kind < 0.36) return call(random, at, channel, people);
  if (kind < 0.46 && names.length > 0) return [{ type: 2, at, channel, codeName: random.pick(names) }];
  if (kind < 0.66 && people.length > 0) return [{ type: 4, at, channel, account: random.pick(people) }];
  if (kind < 0.83 && people.length > 0) return [{ type: 3, at, channel, account: random.pick(people) }];
  const card: DoorEvent = { type: 5, at, channel };
  // Two people, two cards, one second: two equal events that a reader must not merge.
  return random.chance(0.04) ? [card, { ...card }] : [card];
}

function call(random: Random, at: number, channel: number, people: readonly string[]): DoorEvent[] {
  const events: DoorEvent[] = [{ type: 0, at, channel }];
  if (people.length === 0 || random.chance(0.22)) return events;
  const answered = at + random.int(3, 28) * 1_000;
  events.push({ type: 1, at: answered, channel });
  if (random.chance(0.82)) {
    events.push({ type: 4, at: answered + random.int(4, 60) * 1_000, channel, account: random.pick(people) });
  }
  return events;
}
