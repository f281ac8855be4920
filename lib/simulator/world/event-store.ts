import type { DoorEvent } from './door-event';

/** Where a door's events come from: everything before `until`, and what happens between two moments after it. */
export type EventSource = {
  history(): DoorEvent[];
  /** At `rate` times the usual number of visits. */
  between(after: number, upTo: number, rate: number): DoorEvent[];
};

/** One door's records, oldest first. History is made up when somebody first asks, so that a world starts at once. */
export class EventStore {
  #events: DoorEvent[] | null = null;
  #byChannel = new Map<number, DoorEvent[]>();
  #seenUpTo: number;

  constructor(
    private readonly source: EventSource,
    start: number,
  ) {
    this.#seenUpTo = start;
  }

  /** Lets happen what was due until `now`. At a rate of 0 the time passes and nothing happens. */
  passTime(now: number, rate: number): void {
    if (now <= this.#seenUpTo) return;
    if (rate > 0) {
      const events = this.#load();
      for (const event of this.source.between(this.#seenUpTo, now, rate)) this.#push(events, event);
    }
    this.#seenUpTo = now;
  }

  add(event: DoorEvent): void {
    this.#push(this.#load(), event);
  }

  /** What the cloud no longer gives: all but the newest `keep`, and everything before `notBefore`. */
  forget(limits: { keep: number | null; notBefore: number | null }): void {
    const events = this.#load();
    let drop = limits.keep === null ? 0 : Math.max(0, events.length - limits.keep);
    if (limits.notBefore !== null) {
      while (drop < events.length && (events[drop]?.at ?? Infinity) < limits.notBefore) drop++;
    }
    if (drop === 0) return;
    this.#events = events.slice(drop);
    this.#byChannel.clear();
  }

  /** All records of the door, or of some of its channels; oldest first. Do not change the answer. */
  list(channels: readonly number[] | null): readonly DoorEvent[] {
    const events = this.#load();
    if (channels === null) return events;
    const [only] = channels;
    if (channels.length === 1 && only !== undefined) {
      let own = this.#byChannel.get(only);
      if (own === undefined) {
        own = events.filter((event) => event.channel === only);
        this.#byChannel.set(only, own);
      }
      return own;
    }
    const wanted = new Set(channels);
    return events.filter((event) => event.channel !== null && wanted.has(event.channel));
  }

  #load(): DoorEvent[] {
    this.#events ??= this.source.history();
    return this.#events;
  }

  #push(events: DoorEvent[], event: DoorEvent): void {
    events.push(event);
    if (event.channel !== null) this.#byChannel.get(event.channel)?.push(event);
  }
}
