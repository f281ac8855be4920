import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { getPool } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { takeUnscoped } from '@/lib/testing/watch-statements';

const { db } = useDatabase();

it('finds a statement that does not filter by workspace, unless the test itself sent it', async () => {
  await sql`select gid from event`.execute(db());
  expect(takeUnscoped()).toEqual([]);
  await getPool().query('select gid from event');
  expect(takeUnscoped()).toEqual(['event at an unknown place: select gid from event']);
});

it('knows the tables from the database', async () => {
  await getPool().query('select from saved_view where id = $1', [null]);
  expect(takeUnscoped()).toHaveLength(1);
});
