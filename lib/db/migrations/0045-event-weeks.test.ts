import { expect, test } from 'vitest';
import { getPool } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';

useDatabase();

/** PostgreSQL refuses a partitioned table whose unique keys lack the column that it is divided by. */
test.each([
  ['by month', 'range (at)', "for values from ('2026-11-01') to ('2026-12-01')"],
  ['by workspace', 'hash (workspace_id)', 'for values with (modulus 4, remainder 0)'],
])('keys and indexes of events hold in partitions %s', async (_how, by, bounds) => {
  await getPool().query(`create table divided_event (like event including all) partition by ${by}`);
  await getPool().query(`create table divided_event_part partition of divided_event ${bounds}`);
  const indexesOf = async (table: string) => {
    const { rows } = await getPool().query('select count(*)::int as n from pg_indexes where tablename = $1', [
      table,
    ]);
    return rows[0].n;
  };
  expect(await indexesOf('divided_event_part')).toBe(await indexesOf('event'));
  await getPool().query('drop table divided_event');
});
