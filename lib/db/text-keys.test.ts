import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase, withDatabase } from '@/lib/cli/tests/databases';
import { nameDatabase } from '@/lib/cli/tests/server';
import { connect } from './client';
import { migrate } from './migrate-database';
import { migrations } from './migrations/index';

const serverUrl = inject('serverUrl');
const name = nameDatabase(inject('template'));
const { pool, db } = connect(withDatabase(serverUrl, name), 2);
const workspace = '11111111-1111-4111-8111-111111111111';

beforeAll(async () => {
  await createDatabase(serverUrl, name);
  const before = Object.keys(migrations)
    .sort()
    .filter((one) => one < '0033');
  const provider = { getMigrations: async (): Promise<Record<string, Migration>> => migrations };
  const { error } = await new Migrator({ db, provider }).migrateTo(before.at(-1) ?? '');
  if (error) throw error;
});
afterAll(async () => {
  await db.destroy();
  await dropDatabase(serverUrl, name);
});

const counts = async () => {
  const { rows } = await sql`
    select (select count(*) from doorcode) as codes, (select count(*) from room_channel) as rooms,
      (select count(*) from person) as people, (select count(*) from audit_entry) as entries,
      (select count(*) from export_file) as files, (select count(*) from event_who) as names`.execute(db);
  return rows[0];
};

test('a database of the build before has its keys after one start, and no row more or fewer', async () => {
  await sql`insert into workspace (id, account, role) values (${workspace}, 'w@example.com', 'manager')`.execute(
    db,
  );
  await sql`
    insert into room_channel (workspace_id, gid, channel, building_name, unit_label, room_key, relation, locks, present, read_at)
    select ${workspace}, 'G1', n, 'Große Straße', n || 'A', 'k' || n, 'other', '[]', true, now()
    from generate_series(1, 2500) as n`.execute(db);
  await sql`
    insert into doorcode (workspace_id, gid, channel, digits, name, valid_type, picture_url, lock_ids, usable,
      first_seen_at, seen_at)
    select ${workspace}, 'G1', n, '0' || n, 'Zoë Größl ' || n, 3, '', '[]', true, now(), now()
    from generate_series(1, 2500) as n`.execute(db);
  await sql`
    insert into person (workspace_id, name, email, phone, room_key, building_name, unit_label, note, folded, order_name,
      order_room, order_building)
    values (${workspace}, 'Anna Süß', '', '030 1', 'k1', 'Große Straße', '1A', '', 'anna süß', 'x', 'x', 'x')`.execute(
    db,
  );
  await sql`
    insert into event_who (workspace_id, digest, account, code_name, folded)
    values (${workspace}, '\\x01', null, 'Ad\u200bmin', 'ad\u200bmin')`.execute(db);
  await sql`
    insert into audit_entry (seq, at, workspace_id, actor, account, action, subject, outcome, detail, mac)
    values (1, now(), ${workspace}, 'Zoë', 'w', 'people.create', 'Größl 10A', 'done', '{"name":"ＡＢＣ"}', '')`.execute(
    db,
  );
  await sql`
    insert into export_file (workspace_id, state, format, name, query, filter, locale, actor, account, role)
    values (${workspace}, 'done', 'csv', 'Türe.csv', '', '{}', 'en', 'ZOË', 'w', 'manager')`.execute(db);
  for (const folded of ['weiß', 'weiss']) {
    await sql`
      insert into saved_view (workspace_id, page, name, folded, query, created_by)
      values (${workspace}, 'events', ${folded}, ${folded}, '', 'w')`.execute(db);
  }
  const before = await counts();

  await migrate(withDatabase(serverUrl, name));

  expect(await counts()).toEqual(before);
  const one = async (query: string) => (await pool.query(query)).rows[0];
  expect(await one('select folded, order_name from doorcode where channel = 10')).toEqual({
    folded: 'zoë grössl 10',
    order_name: 'zoe grossl 0210',
  });
  expect(await one(`select count(*)::int as n from doorcode where folded = '' or order_name = ''`)).toEqual({
    n: 0,
  });
  expect(await one('select folded, order_unit, order_building from room_channel where channel = 10')).toEqual(
    {
      folded: '10a\ngrosse strasse',
      order_unit: '0210a',
      order_building: 'grosse strasse',
    },
  );
  expect(await one('select folded, order_name from person')).toEqual({
    folded: 'anna süss\n\n030 1\n0301\ngrosse strasse\n1a\n',
    order_name: 'anna suss',
  });
  expect(await one('select folded from event_who')).toEqual({ folded: 'admin' });
  expect(await one('select folded, order_subject from audit_text')).toEqual({
    folded: 'grössl 10a\nzoë\npeople.create\n{"name":"abc"}',
    order_subject: 'grossl 0210a',
  });
  expect(await one('select folded from export_file')).toEqual({ folded: 'türe.csv\nzoë' });
  expect(await one('select count(*)::int as n from saved_view')).toEqual({ n: 2 });
});

test('keys that another version of the functions wrote are computed again, those of this version stay', async () => {
  const url = withDatabase(serverUrl, name);
  await sql`update doorcode set folded = 'otherwise' where channel = 7`.execute(db);
  await migrate(url);
  const read = async () =>
    (await pool.query('select folded from doorcode where channel = 7')).rows[0]?.folded;
  expect(await read()).toBe('otherwise');
  await sql`update text_key_state set version = '0/14.0'`.execute(db);
  await migrate(url);
  expect(await read()).toBe('zoë grössl 7');
});
