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
