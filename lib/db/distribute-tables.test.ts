import { beforeAll, beforeEach, expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { getPool } from './client';
import {
  distributeFunctions,
  distributeTable,
  planDistribution,
  readTables,
  refuseWithoutCitus,
} from './distribute-tables';

const { db } = useDatabase();

/** Citus itself is not here. These stand in for its catalogue and functions, and note what is asked of them. */
beforeAll(async () => {
  await getPool().query(`
    create table pg_dist_partition (logicalrelid regclass, partmethod "char");
    create table asked (n serial, what text);
    create function create_distributed_table(name text, by text, shard_count int) returns void language sql as $$
      insert into asked (what) values (format('%s by %s in %s', name, by, shard_count));
      insert into pg_dist_partition values (name::regclass, 'h') $$;
    create function create_distributed_table(name text, by text, colocate_with text) returns void language sql as $$
      insert into asked (what) values (format('%s by %s with %s', name, by, colocate_with));
      insert into pg_dist_partition values (name::regclass, 'h') $$;
    create function create_distributed_function(name text) returns void language sql as $$
      insert into asked (what) values (name) $$;
    create function truncate_local_data_after_distributing_table(name regclass) returns void language sql as $$
      insert into asked (what) values (format('clear %s', name)) $$`);
});

beforeEach(async () => {
  await getPool().query('truncate asked, pg_dist_partition');
});

async function asked(): Promise<string[]> {
  const { rows } = await getPool().query<{ what: string }>('select what from asked order by n');
  return rows.map(({ what }) => what);
}

test('refuses a database without Citus, in words', async () => {
  await expect(refuseWithoutCitus(db())).rejects.toThrow(/has no Citus.*Nothing was changed/);
});

test('a plan names each table, and asks for nothing', async () => {
  expect(await planDistribution(db())).toEqual(await readTables(db()));
  expect(await asked()).toEqual([]);
});

test('distributes each table by its workspace, next to the first', async () => {
  for (const table of await readTables(db())) await distributeTable(db(), table, 16);
  const said = await asked();
  expect(said.slice(0, 4)).toEqual([
    'event_stretch by workspace_id in 16',
    'clear event_stretch',
    'event by workspace_id with event_stretch',
    'clear event',
  ]);
  expect((await readTables(db())).every(({ isDistributed }) => isDistributed)).toBe(true);
});

test('puts each function that exports call on every node', async () => {
  const names = await distributeFunctions(db());
  expect(names).toContain('export_cell(text)');
  expect(await asked()).toEqual(names);
  const { rows } = await getPool().query(
    "select prosrc from pg_proc where prolang = (select oid from pg_language where lanname = 'sql') and proname = any($1)",
    [names.map((name) => name.replace(/\(.*/, ''))],
  );
  // They call no function of ours that stays behind.
  const called = rows.flatMap(({ prosrc }) =>
    [...String(prosrc).matchAll(/\bexport_\w+/g)].map(([name]) => name),
  );
  expect(called.filter((name) => !names.some((one) => one.startsWith(`${name}(`)))).toEqual([]);
});

test('goes on after an interruption with the tables that are left', async () => {
  const [first, second] = await readTables(db());
  if (!first || !second) throw new Error('there are no tables');
  await distributeTable(db(), first, 16);
  for (const table of await readTables(db())) await distributeTable(db(), table, 16);
  const made = (await asked()).filter((what) => what.includes(' by workspace_id '));
  expect(made).toHaveLength(new Set(made).size);
  expect(made[1]).toBe(`${second.name} by workspace_id with ${first.name}`);
});

test('fails when rows are missing afterwards', async () => {
  const [first] = await readTables(db());
  if (!first) throw new Error('there are no tables');
  await expect(distributeTable(db(), { ...first, rows: first.rows + 1 }, 16)).rejects.toThrow(/had 1 before/);
});

test('each distributed table has keys that begin with the workspace, and refers to no other table', async () => {
  const names = (await readTables(db())).map(({ name }) => name);
  const { rows } = await getPool().query(
    `select conrelid::regclass::text as name, conname from pg_constraint
     where conrelid::regclass::text = any($1) and (contype = 'f' or contype in ('p', 'u') and not exists (
       select from pg_attribute where attrelid = conrelid and attnum = conkey[1] and attname = 'workspace_id'))`,
    [names],
  );
  expect(rows).toEqual([]);
});
