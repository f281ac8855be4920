import { afterEach, expect, test } from 'vitest';
import { noteDatabaseClock } from '@/lib/db/clock';
import { useDatabase } from '@/lib/testing/database';
import { useSimulator } from '@/lib/testing/simulator';
import { GET } from './route';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.

const setClock = (aheadMs: number) => {
  const now = performance.now();
  noteDatabaseClock(new Date(Date.now() + aheadMs), { before: now, after: now, isReset: true });
};
afterEach(() => setClock(0));

test('readiness names a difference between the clocks of process and database, but no difference of a second', async () => {
  setClock(1_000);
  expect(await (await GET()).json()).toEqual({ ok: true });
  setClock(3_600_000);
  const answer = await GET();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ ok: true, clockDifferenceSeconds: expect.closeTo(-3_600, -2) });
});
