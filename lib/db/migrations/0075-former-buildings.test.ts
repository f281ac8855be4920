import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0075-former-buildings';

const database = useDatabase();

test('events of the build before say which buildings a door served, and all of them stay', async () => {
  const db = database.db();
  const workspaceId = await ensureWorkspace(db, { account: 'anna@example.com', role: 'manager' });
  const other = await ensureWorkspace(db, { account: 'ben@example.com', role: 'manager' });
  await sql`drop table former_building`.execute(db);
  for (const [gid, channel, building, present] of [
    ['MOVED', 1, 'New House', true],
    ['STAYED', 1, 'Old House', true],
    ['GONE', 1, 'Old House', false],
  ] as const)
    await sql`
      insert into room_channel (workspace_id, gid, channel, building_name, unit_label, folded, order_unit, order_building,
        room_key, relation, locks, present, read_at)
      values (${workspaceId}, ${gid}, ${channel}, ${building}, '1', '', '', '', ${gid}, 'other', '[]', ${present}, now())`.execute(
      db,
    );
  let place = 0;
  for (const [owner, gid, building] of [
    [workspaceId, 'MOVED', 'Old House'],
    [workspaceId, 'MOVED', 'Old House'],
    [workspaceId, 'MOVED', 'New House'],
    [workspaceId, 'STAYED', 'Old House'],
    [workspaceId, 'GONE', 'Old House'],
    [other, 'MOVED', 'New House'],
  ] as const)
    await sql`
      insert into event (workspace_id, gid, place, type, time_text, at, zone, fit, building_name, archived_at)
      values (${owner}, ${gid}, ${place++}, 0, '', now(), 'UTC', 'exact', ${building}, now())`.execute(db);
  await db.transaction().execute((trx) => up(untyped(trx)));

  const rows = await db
    .selectFrom('former_building')
    .select(['workspace_id', 'gid', 'building_name'])
    .execute();
  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual({ workspace_id: workspaceId, gid: 'MOVED', building_name: 'Old House' });
  // This workspace knows the device only by its events.
  expect(rows).toContainEqual({ workspace_id: other, gid: 'MOVED', building_name: 'New House' });
  const { events } = await db
    .selectFrom('event')
    .select(({ fn }) => fn.countAll<number>().as('events'))
    .executeTakeFirstOrThrow();
  expect(events).toBe(6);
});

test('a door of several buildings loses the name of the first one, and its list is written again', async () => {
  const db = database.db();
  const [workspaceId, plain] = [
    await ensureWorkspace(db, { account: 'carl@example.com', role: 'manager' }),
    await ensureWorkspace(db, { account: 'dora@example.com', role: 'manager' }),
  ];
  await sql`drop table former_building`.execute(db);
  const door = async (of: string, gid: string, name: string, ...buildings: string[]) => {
    await sql`
      insert into door (workspace_id, gid, kind, model, building_name, locks, present, read_at, default_name)
      values (${of}, ${gid}, 'doorbell', 'M', ${buildings[0] ?? ''}, '[]', true, now(), ${name})`.execute(db);
    for (const [channel, building] of buildings.entries())
      await sql`
        insert into room_channel (workspace_id, gid, channel, building_name, unit_label, folded, order_unit, order_building,
          room_key, relation, locks, present, read_at)
        values (${of}, ${gid}, ${channel}, ${building}, '1', '', '', '', ${gid}, 'other', '[]', true, now())`.execute(
        db,
      );
  };
  await door(workspaceId, 'S1', 'M #4 · Harbor View', 'Harbor View', 'Park Lane');
  await door(workspaceId, 'S2', 'Rear · Harbor View (S2)', 'Harbor View', 'Park Lane');
  await door(workspaceId, 'S3', 'Rear · Old Mill', 'Old Mill', 'Park Lane');
  await door(workspaceId, 'ONE', 'Gate · Harbor View', 'Harbor View', 'Harbor View');
  await door(plain, 'ONE', 'Gate · Harbor View', 'Harbor View');
  for (const of of [workspaceId, plain])
    await sql`
      insert into device_list (workspace_id, connection_id, read_at, tried_at, content_hash, asked)
      values (${of}, gen_random_uuid(), now(), now(), '\\x01', 1)`.execute(db);
  await db.transaction().execute((trx) => up(untyped(trx)));

  const doors = await db
    .selectFrom('door')
    .select(['gid', 'default_name'])
    .where('workspace_id', 'in', [workspaceId, plain])
    .orderBy('gid')
    .execute();
  expect(doors.map(({ gid, default_name }) => `${gid}: ${default_name}`)).toEqual([
    'ONE: Gate · Harbor View',
    'ONE: Gate · Harbor View',
    'S1: M #4',
    'S2: Rear (S2)',
    'S3: Rear (S3)',
  ]);
  const lists = await db.selectFrom('device_list').select(['workspace_id', 'content_hash']).execute();
  expect(lists.find((list) => list.workspace_id === workspaceId)?.content_hash).toBeNull();
  expect(lists.find((list) => list.workspace_id === plain)?.content_hash).not.toBeNull();
});
