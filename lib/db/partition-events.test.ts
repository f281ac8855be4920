import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { isPartitioned, partitionEvents } from './partition-events';

const database = useDatabase();

/** Over five months, at both edges of a month, and of clocks that were wrong. */
const fill = sql`
  insert into event (workspace_id, at, gid, place, type, time_text, wall, zone, fit, building_name, archived_at)
  select gen_random_uuid(), at, 'door', n, 0, at::text, case when n % 7 > 0 then at at time zone 'UTC' end, 'UTC',
    case when n % 7 > 0 then 'exact' else 'invalid' end, 'House', now()
  from (
    select n, timestamptz '2024-01-01 00:00:00+00' + n * interval '36 hours' as at from generate_series(0, 99) as n
    union all select 101, '2024-02-29 23:59:59.999999+00'
    union all select 102, '1970-01-01 00:00:00+00'
    union all select 103, '2099-12-31 00:00:00+00') as made`;

test('events move to their months in one step, or not at all, and keep their numbers', async () => {
  const db = database.db();
  const read = async () => {
    const { rows } = await sql<{ count: number; digest: string }>`
      select count(*)::int as count, md5(string_agg(to_jsonb(event)::text, '' order by id)) as digest from event`.execute(
      db,
    );
    return rows[0];
  };
  const partition = () => db.transaction().execute(partitionEvents);
  await fill.execute(db);
  const stored = await read();
  // It fails in its middle, when the old table has lost its indexes and its name.
  await sql`create table event_default (n int)`.execute(db);
  await expect(partition()).rejects.toThrow(/event_default/);
  expect(await read()).toEqual(stored);
  expect(await isPartitioned(db)).toBe(false);
  await sql`drop table event_default`.execute(db);

  // As Citus lists a table that it has distributed.
  await sql`create table pg_dist_partition as select 'event'::regclass as logicalrelid`.execute(db);
  await expect(partition()).rejects.toThrow(/distributed by Citus/);
  expect(await read()).toEqual(stored);
  await sql`drop table pg_dist_partition`.execute(db);

  expect(await partition()).toEqual({ before: 103, after: 103, months: 5 });
  expect(await isPartitioned(db)).toBe(true);
  expect(await read()).toEqual(stored);
  const { rows } = await sql<{ name: string; count: number }>`
    select tableoid::regclass::text as name, count(*) as count from event group by 1 order by 1`.execute(db);
  expect(rows).toEqual([
    { name: 'event_2024_01', count: 21 },
    { name: 'event_2024_02', count: 20 },
    { name: 'event_2024_03', count: 21 },
    { name: 'event_2024_04', count: 20 },
    { name: 'event_2024_05', count: 19 },
    { name: 'event_default', count: 2 },
  ]);
  await fill.execute(db);
  const { rows: ids } = await sql<{ double: number }>`
    select count(*) - count(distinct id) as double from event`.execute(db);
  expect(ids[0]?.double).toBe(0);
});
