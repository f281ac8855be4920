import { describe, expect, it } from 'vitest';
import {
  type Crash,
  type Drawn,
  drawn,
  history,
  keysOf,
  lay,
  oddHistory,
  type Step,
  senselessHistory,
} from '@/lib/testing/drawn-list';
import fc from '@/lib/testing/fast-check';
import type { Entry } from './align-lists';
import { createMemoryStore, fakeList } from './fake-list';
import { createPager, ListError, unknownPaging } from './pager';
import { type StretchStore, syncList } from './sync-list';

function crashing(store: StretchStore<Entry>, crashes: readonly Crash[]): StretchStore<Entry> {
  let writes = 0;
  async function write<T>(change: () => Promise<T>): Promise<T> {
    writes += 1;
    const crash = crashes.find((one) => one.write === writes);
    if (crash && !crash.done) throw new Error('killed before it was written');
    const done = await change();
    if (crash) throw new Error('killed after it was written');
    return done;
  }
  return {
    ...store,
    addStretch: (...given) => write(() => store.addStretch(...given)),
    addNewer: (...given) => write(() => store.addNewer(...given)),
    addOlder: (...given) => write(() => store.addOlder(...given)),
    reorder: (...given) => write(() => store.reorder(...given)),
  };
}

type State = { ever: Entry[]; runs: Entry[][]; given: Entry[] };

async function readAll(plan: Drawn, eachTime: (state: State) => void, make?: typeof senselessHistory) {
  const { listed, happenings } = lay(plan, make);
  const cloud = fakeList(listed, plan.ways, happenings);
  const kept = createMemoryStore();
  const store = crashing(kept.store, plan.crashes);
  let found = unknownPaging;
  const read = async (most: number) => {
    const list = createPager(cloud.ask, found);
    try {
      const { failure } = await syncList(list, store, { keep: most });
      return failure;
    } catch (failure) {
      return failure;
    } finally {
      found = list.paging;
      eachTime({ ever: cloud.ever(), runs: kept.runs(), given: cloud.events() });
    }
  };
  for (let turn = 0; cloud.calls() < 62; turn++) {
    await read(plan.keep);
    cloud.forget(plan.between[turn] ?? 0);
  }
  // Nothing happens any more, so all missing events come now. A reading may give up when too much moved.
  for (let tries = 0; tries < 9; tries++) if ((await read(Number.POSITIVE_INFINITY)) === null) break;
  return { cloud, kept, read };
}

function inside(run: readonly Entry[], events: readonly Entry[]): Entry[] {
  const [oldest = '', newest = ''] = [run[0]?.time, run.at(-1)?.time];
  return events.filter(({ time }) => time > oldest && time < newest);
}

const secondsOf = (events: readonly Entry[]) => new Set(events.map(({ time }) => time));

function beyond(some: readonly Entry[], all: readonly Entry[]): string[] {
  const left = keysOf(all);
  return keysOf(some).filter((key) => {
    const at = left.indexOf(key);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const isUnnumbered = (failure: unknown) => failure instanceof ListError && failure.reason === 'unnumbered';

/** Pages of one record: twins at zero and one look like one event at both. The reading says so. */
function expectOneLack(all: readonly Entry[], kept: readonly Entry[]): void {
  const lacks = beyond(all, kept);
  expect(lacks.length).toBeLessThan(2);
  for (const key of lacks) expect([all[0]?.key, all.at(-1)?.key]).toContain(key);
}

const runs = Number(process.env.ARCHIVE_RUNS ?? 400);

describe('reading a list of events', () => {
  it('keeps every event once, whatever the order, the pages, the twins and what arrives, fails or is killed meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(drawn({}), async (plan) => {
        const { cloud, kept, read } = await readAll(plan, ({ ever, runs: stretches }) => {
          for (const run of stretches) expect(keysOf(inside(run, run))).toEqual(keysOf(inside(run, ever)));
        });
        const twice = await read(Number.POSITIVE_INFINITY);
        if (isUnnumbered(twice)) return expectOneLack(cloud.ever(), kept.all());
        expect(twice).toBeNull();
        expect(keysOf(kept.all())).toEqual(keysOf(cloud.ever()));
        expect(kept.stretches()).toEqual([expect.objectContaining({ whole: true })]);
      }),
      { numRuns: runs },
    );
  });

  it('keeps all that a forgetful cloud still gives, nothing twice, and joins no stretches over what was forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(drawn({ forgets: true }), async (plan) => {
        const { cloud, kept, read } = await readAll(plan, ({ ever, given, runs: stretches }) => {
          for (const run of stretches) {
            expect(beyond(inside(run, given), run)).toEqual([]);
            expect(secondsOf(inside(run, run))).toEqual(secondsOf(inside(run, ever)));
          }
        });
        const twice = await read(Number.POSITIVE_INFINITY);
        if (isUnnumbered(twice)) return expectOneLack(cloud.events(), kept.all());
        expect(twice).toBeNull();
        expect(beyond(cloud.events(), kept.all())).toEqual([]);
        expect(beyond(kept.all(), cloud.ever())).toEqual([]);
        expect(kept.stretches().at(-1)).toMatchObject({ whole: true });
      }),
      { numRuns: runs },
    );
  });

  it('keeps every event once of a door whose times sometimes make no sense, however short the pages', async () => {
    await fc.assert(
      fc.asyncProperty(drawn({}), async (plan) => {
        const { cloud, kept, read } = await readAll(plan, () => {}, senselessHistory);
        const twice = await read(Number.POSITIVE_INFINITY);
        if (isUnnumbered(twice)) return expectOneLack(cloud.ever(), kept.all());
        expect(twice).toBeNull();
        expect(keysOf(kept.all())).toEqual(keysOf(cloud.ever()));
        expect(kept.stretches()).toEqual([expect.objectContaining({ whole: true })]);
      }),
      { numRuns: runs },
    );
  });

  it('keeps every event once of a door whose clock is set back and whose times make no sense', async () => {
    await fc.assert(
      fc.asyncProperty(drawn({ long: true }), async (plan) => {
        const planned = plan.planned.map((happening) => ({
          ...happening,
          call: Math.max(10, happening.call),
        }));
        const { cloud, kept, read } = await readAll({ ...plan, planned }, () => {}, oddHistory);
        expect(await read(Number.POSITIVE_INFINITY)).toBeNull();
        expect(keysOf(kept.all())).toEqual(keysOf(cloud.ever()));
        expect(kept.stretches()).toEqual([expect.objectContaining({ whole: true })]);
      }),
      { numRuns: runs },
    );
  });
});

it('asks little more than each page once while nothing happens, also where zero is taken for one', async () => {
  const steps = Array.from({ length: 600 }, (_, index): Step => [index % 3, 'abc'[index % 3] ?? 'a']);
  for (const lenient of [false, true]) {
    const cloud = fakeList(history(steps), {
      order: 'newest-first',
      pageSize: 10,
      firstRecord: 1,
      reversedPages: false,
      lenient,
    });
    const { store, all } = createMemoryStore();
    await syncList(createPager(cloud.ask, unknownPaging), store, { keep: Number.POSITIVE_INFINITY });
    expect(all()).toHaveLength(600);
    expect(cloud.calls()).toBeLessThan(600 / 7 + 25);
  }
});

it.each(['newest-first', 'oldest-first'])(
  'has all of a list, %s, whose pages have no limit, and which leaves out the number zero where it has none',
  async (order) => {
    const events = history(Array.from({ length: 700 }, (_, index): Step => [index % 3, 'a']));
    const listed = order === 'newest-first' ? events.toReversed() : events;
    const ask = async (start: number, end: number) => listed.slice(Math.max(0, start - 1), end);
    const { store, all, stretches } = createMemoryStore();
    await syncList(createPager(ask, unknownPaging), store, { keep: Number.POSITIVE_INFINITY });
    expect(keysOf(all())).toEqual(keysOf(events));
    expect(stretches()).toEqual([expect.objectContaining({ whole: true })]);
  },
);
