import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { getPool } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { takeUnscoped } from '@/lib/testing/watch-statements';

const { db } = useDatabase();

/** Without a promise, no stack shows the test as the caller. */
const askByCallback = (text: string) =>
  new Promise<void>((resolve) => getPool().query(text, () => resolve()));

it('finds a statement that does not filter by workspace, unless the test itself sent it', async () => {
  await sql`select gid from event`.execute(db());
  expect(takeUnscoped()).toEqual([]);
  await askByCallback('select gid from event');
  expect(takeUnscoped()).toEqual(['event at an unknown place: select gid from event']);
});

it('knows the tables from the database', async () => {
  await askByCallback('select from saved_view where name is null');
  expect(takeUnscoped()).toHaveLength(1);
});
