import { describe, expect, it } from 'vitest';
import type { Entry } from './align-lists';
import { createMemoryStore, type FakeWays, fakeList } from './fake-list';
import { createPager, unknownPaging } from './pager';
import { syncList } from './sync-list';

const history = (count: number): Entry[] =>
  Array.from({ length: count }, (_, nth) => ({
    key: `event ${nth}`,
    time: `2026-05-01 10:00:${String(nth).padStart(2, '0')}`,
  }));

const lengths = [
  [6, 2, 3],
  [2, 6, 5, 3],
  [3, 2],
  [2, 2, 2, 6],
  [4, 6, 6],
];

describe('a cloud whose pages differ in length', () => {
  for (const order of ['newest-first', 'oldest-first'] as const)
    for (const firstRecord of [0, 1] as const)
      it(`gives all its events, once: ${order}, counted from ${firstRecord}`, async () => {
        for (const lenient of [true, false])
          for (const reversedPages of [true, false])
            for (const some of lengths)
              for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 30]) {
                const ways: FakeWays = {
                  order,
                  firstRecord,
                  lenient,
                  reversedPages,
                  pageSize: 6,
                  lengths: some,
                };
                const cloud = fakeList(history(count), ways);
                const kept = createMemoryStore();
                let found = unknownPaging;
                // Readings that bring nothing and fail say so; there is none that brings nothing and does not.
                for (let turn = 0; turn < 12; turn++) {
                  const list = createPager(cloud.ask, found);
                  await syncList(list, kept.store, { keep: Number.POSITIVE_INFINITY }).catch(() => {});
                  found = list.paging;
                }
                const keys = kept.all().map(({ key }) => key);
                expect({ ways, count, keys }).toEqual({
                  ways,
                  count,
                  keys: cloud.ever().map(({ key }) => key),
                });
              }
      });
});
