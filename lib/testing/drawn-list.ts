import type { Entry } from '../archive/sync/list/align-lists';
import type { FakeHappening, FakeWays } from '../archive/sync/list/fake-list';
import fc from './fast-check';

/** An event by its seconds after the one before, and its kind. There are few kinds, so equal events are common. */
export type Step = readonly [number, string];

export function history(steps: readonly Step[], from = 0): Entry[] {
  let second = from;
  return steps.map(([gap, kind]) => {
    second += gap;
    const time = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
    return { key: `${kind}@${time}`, time };
  });
}

/** A door that sometimes reports an invalid time, always the same one. No clock is set back. */
export function senselessHistory(steps: readonly Step[], from = 0): Entry[] {
  let shown = '';
  return history(steps, from).map((event, index) => {
    const borrowed = index > 3 && steps[index]?.[0] === 3;
    if (!borrowed) shown = event.time;
    return borrowed ? { key: `${event.key[0]}@noon`, time: shown, borrowed } : event;
  });
}

/** A door whose clock is sometimes set back, and which reports invalid times. No event comes again. */
export function oddHistory(steps: readonly Step[], from = 0, batch = 0): Entry[] {
  let second = from;
  let shown = '';
  return steps.map(([gap, kind], index) => {
    // At first time goes on, by enough seconds to show the order of the list.
    second += batch === 0 ? gap + 1 : kind === 'c' && gap === 3 ? -20 : gap;
    const time = new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
    const borrowed = kind === 'b' && gap === 0;
    if (!borrowed) shown = time;
    return { key: `${kind}${batch}-${index}@${borrowed ? 'noon' : time}`, time: shown, borrowed };
  });
}

export const keysOf = (events: readonly Entry[]) => events.map(({ key }) => key).sort();

const storm: fc.Arbitrary<Step[]> = fc
  .tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 3 }))
  .map(([period, times]) =>
    Array.from({ length: period * times }, (_, index) => [0, 'abcdefghi'[index % period] ?? 'a'] as const),
  );
const twins: fc.Arbitrary<Step[]> = fc
  .tuple(fc.nat({ max: 2 }), fc.integer({ min: 2, max: 6 }))
  .map(([gap, count]) => Array.from({ length: count }, (_, index) => [index === 0 ? gap : 0, 'a'] as const));
const step: fc.Arbitrary<Step> = fc.tuple(fc.nat({ max: 3 }), fc.constantFrom('a', 'b', 'c'));

const anyPage = fc.oneof(
  fc.integer({ min: 1, max: 2 }),
  fc.integer({ min: 3, max: 12 }),
  fc.integer({ min: 13, max: 120 }),
);
const waysWith = (pageSize: fc.Arbitrary<number>): fc.Arbitrary<FakeWays> =>
  fc.record({
    order: fc.constantFrom('newest-first' as const, 'oldest-first' as const),
    pageSize,
    firstRecord: fc.constantFrom(0 as const, 1 as const),
    reversedPages: fc.boolean(),
    lenient: fc.boolean(),
  });

export type Crash = { write: number; done: boolean };

export type Drawn = {
  steps: Step[];
  ways: FakeWays;
  planned: { call: number; fail: boolean; forget: number; steps: Step[] }[];
  between: number[];
  keep: number;
  crashes: Crash[];
};

type Kind = { forgets?: boolean; long?: boolean };

export function drawn({ forgets = false, long = false }: Kind): fc.Arbitrary<Drawn> {
  const forget = forgets ? fc.oneof(fc.constant(0), fc.nat({ max: 4 }), fc.nat({ max: 60 })) : fc.constant(0);
  return fc.record({
    steps: fc
      .array(
        fc.oneof(
          { weight: 30, arbitrary: step.map((one) => [one]) },
          { weight: 1, arbitrary: storm },
          { weight: 2, arbitrary: twins },
        ),
        { minLength: long ? 60 : 0, maxLength: 150 },
      )
      .map((parts) => parts.flat()),
    ways: waysWith(long ? fc.integer({ min: 13, max: 60 }) : anyPage),
    planned: fc.array(
      fc.record({
        call: fc.integer({ min: 1, max: 60 }),
        fail: fc.constantFrom(false, false, true),
        forget,
        steps: fc.oneof(
          { weight: 6, arbitrary: fc.array(step, { maxLength: 5 }) },
          { weight: 1, arbitrary: storm },
          { weight: 2, arbitrary: twins },
        ),
      }),
      { maxLength: 12 },
    ),
    between: fc.array(forget, { maxLength: 8 }),
    keep: fc.constantFrom(20, 70, Number.POSITIVE_INFINITY),
    crashes: fc.array(fc.record({ write: fc.integer({ min: 1, max: 25 }), done: fc.boolean() }), {
      maxLength: 4,
    }),
  });
}

const twoMoments: Step[] = [
  [0, 'a'],
  [5, 'b'],
  [5, 'a'],
];

type Maker = (steps: readonly Step[], from?: number, batch?: number) => Entry[];

export function lay(
  { steps, ways: listWays, planned }: Drawn,
  make: Maker = history,
): { listed: Entry[]; happenings: FakeHappening[] } {
  // If a list lies within one second, it is unknown which end of a page is older.
  const before: Step[] = [...twoMoments, ...steps];
  let clock = before.reduce((sum, [gap]) => sum + gap, make === oddHistory ? before.length : 0);
  const listed = make(before, 0);
  // Whether record 0 exists shows only in a first page with two different events.
  const firstPage = listed.slice(
    ...(listWays.order === 'newest-first' ? [-listWays.pageSize] : [0, listWays.pageSize]),
  );
  fc.pre(!listWays.lenient || new Set(keysOf(firstPage)).size > 1);
  const happenings = planned
    .filter(({ call }) => !listWays.lenient || call > 3)
    .sort((a, b) => a.call - b.call)
    .map(({ call, fail, forget, steps: some }, index) => {
      const arrive = make(some, clock, index + 1);
      clock += some.reduce((sum, [gap]) => sum + gap, 0);
      return { call, fail, forget, arrive };
    });
  return { listed, happenings };
}
