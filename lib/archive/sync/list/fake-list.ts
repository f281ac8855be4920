import { type Entry, without } from './align-lists';
import type { FetchPage } from './pager';
import type { Stretch, StretchStore } from './sync-list';

/** For tests: a cloud's list with every variation that the vendor's document allows. */
export type FakeWays = {
  order: 'newest-first' | 'oldest-first';
  pageSize: number;
  firstRecord: 0 | 1;
  reversedPages: boolean;
  lenient: boolean;
  /** A page holds at most as many records as this says of its call, in turn: pages differ in length. */
  lengths?: readonly number[];
};

export type FakeHappening = { call: number; arrive?: Entry[]; forget?: number; fail?: boolean };

const secondsKept = 2;

export function fakeList(history: Entry[], ways: FakeWays, happenings: readonly FakeHappening[] = []) {
  const ever = [...history];
  let forgotten = 0;
  let calls = 0;
  const forget = (count: number) => {
    for (let turn = 0; turn < count; turn++) {
      if (new Set(ever.slice(forgotten + 1).map(({ time }) => time)).size < secondsKept) return;
      forgotten += 1;
    }
  };
  const ask: FetchPage<Entry> = async (start, end) => {
    calls += 1;
    for (const happening of happenings.filter(({ call }) => call === calls)) {
      ever.push(...(happening.arrive ?? []));
      forget(happening.forget ?? 0);
      if (happening.fail) throw new Error('the cloud is gone');
    }
    const from = Math.max(0, start - ways.firstRecord);
    const below = start < ways.firstRecord && !ways.lenient;
    const length = ways.lengths?.[calls % ways.lengths.length] ?? ways.pageSize;
    const count = Math.min(end - start + 1, length, below ? 0 : Infinity);
    const events = ever.slice(forgotten);
    const listed = ways.order === 'oldest-first' ? events : events.toReversed();
    const page = listed.slice(from, from + Math.max(0, count));
    return ways.reversedPages ? page.reverse() : page;
  };
  return {
    ask,
    calls: () => calls,
    forget,
    ever: () => ever,
    events: () => ever.slice(forgotten),
  };
}

export function createMemoryStore() {
  let nextId = 1;
  let stretches: { id: number; events: Entry[]; whole: boolean }[] = [];
  const of = (stretch: Stretch) => {
    const found = stretches.find(({ id }) => id === stretch.id);
    if (!found) throw new Error('no such stretch');
    return found;
  };
  const shown = ({ id, events, whole }: (typeof stretches)[number]): Stretch => ({
    id,
    size: events.length,
    whole,
  });
  const store: StretchStore<Entry> = {
    async newest(count) {
      const top = stretches.at(-1);
      return top ? { stretch: shown(top), events: top.events.slice(-count) } : null;
    },
    async oldest(stretch, count) {
      return of(stretch).events.slice(0, count);
    },
    async below(stretch, count) {
      const lower = stretches[stretches.indexOf(of(stretch)) - 1];
      return lower ? { stretch: shown(lower), events: lower.events.slice(-count) } : null;
    },
    async addStretch(events, { whole }) {
      const made = { id: nextId++, events: [...events], whole };
      stretches.push(made);
      return shown(made);
    },
    async addNewer(stretch, events) {
      of(stretch).events.push(...events);
      return shown(of(stretch));
    },
    async addOlder(stretch, events, { met, whole }) {
      const upper = of(stretch);
      upper.events.unshift(...events);
      upper.whole ||= whole;
      if (met) {
        const lower = of(met);
        upper.events.unshift(...lower.events);
        upper.whole ||= lower.whole;
        stretches = stretches.filter((one) => one !== lower);
      }
      return shown(upper);
    },
    async reorder(stretch, events) {
      const top = of(stretch);
      top.events = [...without(top.events, events), ...events];
      return shown(top);
    },
  };
  return {
    store,
    all: () => stretches.flatMap(({ events }) => events),
    stretches: () => stretches.map(shown),
    runs: () => stretches.map(({ events }) => events),
  };
}

export function beyond(some: readonly string[], all: readonly string[]): string[] {
  return without(
    some.map((key) => ({ key })),
    all.map((key) => ({ key })),
  ).map(({ key }) => key);
}
