import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FakeHappening, type FakeWays, fakeList, fakeShelf } from './fake-list';
import { createListPages, type Listed, unknownWays } from './list-pages';
import { type Shelf, syncList } from './sync-list';

/** Events by how many seconds each comes after the one before, and what kind it is: few kinds, so twins abound. */
type Step = readonly [number, string];
function history(steps: readonly Step[], from = 0): Listed[] {
  let second = from;
  return steps.map(([gap, kind]) => {
    second += gap;
    const time = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
    return { key: `${kind}@${time}`, time };
  });
}

const keys = (events: readonly Listed[]) => events.map(({ key }) => key).sort();
/** Patterns that repeat within a second, as a test cloud or a door gone mad may make them. */
const storm: fc.Arbitrary<Step[]> = fc
  .tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 3 }))
  .map(([period, times]) =>
    Array.from({ length: period * times }, (_, index) => [0, 'abcdefghi'[index % period] ?? 'a'] as const),
  );
const step: fc.Arbitrary<Step> = fc.tuple(fc.nat({ max: 3 }), fc.constantFrom('a', 'b', 'c'));
const ways: fc.Arbitrary<FakeWays> = fc.record({
  order: fc.constantFrom('newest-first' as const, 'oldest-first' as const),
  pageSize: fc.oneof(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 13, max: 120 })),
  firstRecord: fc.constantFrom(0 as const, 1 as const),
  reversedPages: fc.boolean(),
  lenient: fc.boolean(),
});

type Crash = { write: number; done: boolean };

/** A process that dies at some of its writes: just before the database has done it, or just after. */
function crashing(shelf: Shelf<Listed>, crashes: readonly Crash[]): Shelf<Listed> {
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
    ...shelf,
    addStretch: (...given) => write(() => shelf.addStretch(...given)),
    addNewer: (...given) => write(() => shelf.addNewer(...given)),
    addOlder: (...given) => write(() => shelf.addOlder(...given)),
    retell: (...given) => write(() => shelf.retell(...given)),
  };
}

const twoMoments: Step[] = [
  [0, 'a'],
  [5, 'b'],
  [5, 'a'],
];
const isStorm = (steps: readonly Step[]) => steps.length > 5;
const runs = Number(process.env.ARCHIVE_RUNS ?? 400);

describe('reading a list of events', () => {
  it('keeps every event once, whatever the order, the pages, the twins and what arrives, fails or is killed meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(
            fc.oneof({ weight: 30, arbitrary: step.map((one) => [one]) }, { weight: 1, arbitrary: storm }),
            { maxLength: 150 },
          )
          .map((parts) => parts.flat()),
        ways,
        fc.array(
          fc.record({
            call: fc.integer({ min: 1, max: 60 }),
            fail: fc.constantFrom(false, false, true),
            steps: fc.oneof(
              { weight: 6, arbitrary: fc.array(step, { maxLength: 5 }) },
              { weight: 1, arbitrary: storm },
            ),
          }),
          { maxLength: 12 },
        ),
        fc.constantFrom(20, 70, Number.POSITIVE_INFINITY),
        fc.array(fc.record({ write: fc.integer({ min: 1, max: 25 }), done: fc.boolean() }), { maxLength: 4 }),
        async (steps, listWays, planned, keep, crashes) => {
          // A pattern longer than a page, and arriving while it is read, is beyond what content can tell.
          fc.pre(listWays.pageSize > 30 || !planned.some(({ steps: some }) => isStorm(some)));
          // Of a list all in one second nobody can say which end of a page is older.
          const before: Step[] = [...twoMoments, ...steps];
          let clock = before.reduce((sum, [gap]) => sum + gap, 0);
          // Whether zero is a number of its own shows in a first page that holds two different events, and in no other.
          const listed = history(before);
          const firstPage = listed.slice(
            ...(listWays.order === 'newest-first' ? [-listWays.pageSize] : [0, listWays.pageSize]),
          );
          fc.pre(!listWays.lenient || new Set(keys(firstPage)).size > 1);
          const happenings: FakeHappening[] = planned
            .filter(({ call }) => !listWays.lenient || call > 3)
            .sort((a, b) => a.call - b.call)
            .map(({ call, fail, steps }) => {
              const arrive = history(steps, clock);
              clock += steps.reduce((sum, [gap]) => sum + gap, 0);
              return { call, fail, arrive };
            });
          const cloud = fakeList(listed, listWays, happenings);
          const { shelf: kept, all, stretches } = fakeShelf();
          const shelf = crashing(kept, crashes);
          let found = unknownWays;
          const read = async (most: number) => {
            const list = createListPages(cloud.ask, found);
            try {
              const { failure } = await syncList(list, shelf, { keep: most });
              return failure;
            } catch (failure) {
              return failure;
            } finally {
              found = list.ways;
            }
          };
          while (cloud.calls() < 62) await read(keep);
          // Nothing happens any more: what is missing comes now, and then nothing changes.
          // A reading that met too much movement gives up and says so; the next ones go on from where it was.
          for (let tries = 0; tries < 9; tries++) if ((await read(Number.POSITIVE_INFINITY)) === null) break;
          expect(keys(all())).toEqual(keys(cloud.events));
          expect(await read(Number.POSITIVE_INFINITY)).toBeNull();
          expect(keys(all())).toEqual(keys(cloud.events));
          if (cloud.events.length > 0)
            expect(stretches()).toEqual([expect.objectContaining({ whole: true })]);
        },
      ),
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
    const { shelf, all } = fakeShelf();
    await syncList(createListPages(cloud.ask, unknownWays), shelf, { keep: Number.POSITIVE_INFINITY });
    expect(all()).toHaveLength(600);
    // 67 pages that share one event each, the newest looked at beside each of them, and finding out how the list is.
    expect(cloud.calls()).toBeLessThan(67 * 2 + 25);
  }
});
