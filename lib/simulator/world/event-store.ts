import type { DoorEvent } from './door-event';

export type EventSource = {
  history(): DoorEvent[];
  between(after: number, upTo: number, rate: number): DoorEvent[];
};

/** One door's records, oldest first. History is made at the first request, so that a world starts at once. */
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

  /** Adds what was due until `now`. At a rate of 0 nothing happens. */
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

  /** Drops all but the newest `keep`, and everything before `notBefore`. */
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
