import { expect, it } from 'vitest';
import { longestSlice } from '@/lib/testing/longest-slice';
import { asListed, asListedPaced } from './stored-event';

const listed = (times: readonly string[], dated?: boolean) =>
  asListed(
    times.map((timeText) => ({ type: 0, timeText, account: null, codeName: null })),
    dated,
  ).map(({ time, borrowed }) => (borrowed ? `(${time})` : time));

it('lets no impossible time decide the order of a list that has possible times', () => {
  const now = '2026-10-01 09:00:00';
  expect(listed([now, '1970-01-01 00:00:05', '2099-01-01 00:00:00', ''])).toEqual([
    now,
    `(${now})`,
    `(${now})`,
    `(${now})`,
  ]);
  expect(listed(['yesterday', now])).toEqual([`(${now})`, now]);
  expect(listed(['2000-01-01 00:00:05'], true)).toEqual(['()']);
});

it('goes by the times of a door whose clock was never set', () => {
  const times = ['2000-01-01 00:00:05', '2000-01-01 00:00:09'];
  expect(listed(times)).toEqual(times);
});

it('keeps other work waiting for 50 ms at most while it reads a page of 25,000 events', async () => {
  const start = Date.parse('2026-10-01T00:00:00Z');
  const events = Array.from({ length: 25_000 }, (_, index) => ({
    type: 2,
    timeText:
      index % 100 === 0 ? '' : new Date(start + index * 1_000).toISOString().slice(0, 19).replace('T', ' '),
    account: `person${index % 300}@example.test`,
    codeName: null,
  }));
  const { result, longestMs } = await longestSlice(() => asListedPaced(events, true));
  expect(longestMs).toBeLessThan(50);
  expect(result).toEqual(asListed(events, true));
});
