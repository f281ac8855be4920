import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { closeDb } from '@/lib/db/client';
import { noteDatabaseClock } from '@/lib/db/clock';
import { useDatabase } from '@/lib/testing/database';
import { useSimulator } from '@/lib/testing/simulator';
import { GET } from './route';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
const database = useDatabase();
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

test('a database that can be read and takes no changes is not ready', async () => {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.db());
  const setting = (value: string) =>
    sql`alter database ${sql.id(rows[0]?.name ?? '')} set default_transaction_read_only = ${sql.lit(value)}`;
  await setting('on').execute(database.db());
  try {
    // Only new connections have the setting. A proof counts for a second.
    await closeDb();
    await expect.poll(async () => (await GET()).status, { timeout: 10_000 }).toBe(503);
  } finally {
    await sql`set default_transaction_read_only = off`.execute(database.db());
    await setting('off').execute(database.db());
    await closeDb();
  }
});
