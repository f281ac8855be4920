import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0054-keys-by-workspace';

const database = useDatabase();

test('shares of an older version keep their numbers, and are found by workspace and number', async () => {
  const db = database.db();
  for (const table of ['share', 'doorcode'])
    await sql`
      alter table ${sql.table(table)} drop constraint ${sql.ref(`${table}_pkey`)}, add primary key (id)`.execute(
      db,
    );
  for (const table of ['doorcode_name', 'retention_hold'])
    await sql`
      alter table ${sql.table(table)} add constraint ${sql.ref(`${table}_workspace_id_fkey`)}
        foreign key (workspace_id) references workspace (id)`.execute(db);
  await sql`
    insert into share (workspace_id, gid, channel, sub_master, first_seen_at, seen_at)
    select ${randomUUID()}, 'door', n, 'anna', now(), now() from generate_series(1, 50) as n`.execute(db);
  const read = () => sql`select id, channel from share order by id`.execute(db).then(({ rows }) => rows);
  const stored = await read();
  await db.transaction().execute((trx) => up(untyped(trx)));
  expect(await read()).toEqual(stored);
  const { rows: keys } = await sql<{ key: string }>`
    select pg_get_constraintdef(oid) as key from pg_constraint where contype = 'p'
      and conrelid in ('share'::regclass, 'doorcode'::regclass)`.execute(db);
  expect(keys.map(({ key }) => key)).toEqual(Array(2).fill('PRIMARY KEY (workspace_id, id)'));
});
