import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureConnection } from '@/lib/auth/connection';
import { ensureWorkspace } from '@/lib/auth/session';
import { useDatabase } from '@/lib/testing/database';
import { keepCode } from '@/lib/testing/kept-code';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0064-several-connections';

const { db } = useDatabase();
const tables = ['device_list', 'door', 'room_channel', 'doorcode_reading', 'doorcode', 'event_door'] as const;

/** The tables as the build before had them. */
async function undo(): Promise<void> {
  await sql`drop table connection_channel`.execute(db());
  await sql`alter table device_list drop column connection_id, drop column merge_hash`.execute(db());
  await sql`alter table device_list add primary key (workspace_id)`.execute(db());
  await sql`alter table room_channel drop column through`.execute(db());
  await sql`alter table connection drop column number`.execute(db());
  await sql`alter table event drop column connection`.execute(db());
  await sql`alter table doorcode_reading drop column connection_id`.execute(db());
  await sql`alter table doorcode_reading add primary key (workspace_id, gid, channel)`.execute(db());
  await sql`alter table doorcode_request drop column connection_id`.execute(db());
  await sql`alter table event_door drop column connection_id`.execute(db());
  await sql`drop index doorcode_current`.execute(db());
  await sql`
    create unique index doorcode_current on doorcode (workspace_id, gid, channel, digest, from_wall, to_wall)
      nulls not distinct where gone_at is null`.execute(db());
}

const counts = () =>
  Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(db());
      return [table, rows[0]?.count];
    }),
  );

test('what the build before stored is of the own account’s connection, and no row is lost', async () => {
  const who = { account: 'one@desk.example', role: 'manager' as const };
  const workspaceId = await ensureWorkspace(db(), who);
  const connectionId = await ensureConnection(db(), { ...who, workspaceId });
  const other = await ensureWorkspace(db(), { account: 'two@desk.example', role: 'landlord' });
  await undo();
  await db().deleteFrom('connection').where('workspace_id', '=', other).execute();
  for (const workspace of [workspaceId, other]) {
    await sql`insert into device_list (workspace_id, read_at, tried_at, asked) values (${workspace}, now(), now(), 1)`.execute(
      db(),
    );
    await sql`
      insert into door (workspace_id, gid, kind, model, building_name, timezone, locks, present, read_at)
      values (${workspace}, 'G1', 'doorbell', 'D100', 'Harbor View', 8, '[]', true, now())`.execute(db());
    await sql`
      insert into room_channel (workspace_id, gid, channel, building_name, unit_label, room_key, relation, locks, present,
        read_at)
      values (${workspace}, 'G1', 1, 'Harbor View', '1204', 'key', 'landlord', '[]', true, now()),
        (${workspace}, 'G1', 2, 'Harbor View', '1205', 'gone', 'landlord', '[]', false, now())`.execute(db());
    await sql`
      insert into doorcode_reading (workspace_id, gid, channel, state, read_at, tried_at)
      values (${workspace}, 'G1', 1, 'ok', now(), now())`.execute(db());
    await sql`insert into event_door (workspace_id, gid, manner) values (${workspace}, 'G1', 'rooms')`.execute(
      db(),
    );
  }
  await keepCode({ workspace_id: workspaceId, gid: 'G1', channel: 1 });
  const before = await counts();
  await up(untyped(db()));
  expect(await counts()).toEqual(before);
  const ofOther = await db()
    .selectFrom('connection')
    .select('id')
    .where('workspace_id', '=', other)
    .executeTakeFirstOrThrow();
  for (const table of ['device_list', 'doorcode_reading', 'event_door'] as const) {
    const { rows } = await sql<{ workspace_id: string; connection_id: string }>`
      select workspace_id, connection_id from ${sql.table(table)}`.execute(db());
    expect(new Map(rows.map((row) => [row.workspace_id, row.connection_id]))).toEqual(
      new Map([
        [workspaceId, connectionId],
        [other, ofOther.id],
      ]),
    );
  }
  expect((await db().selectFrom('doorcode').select('connection_id').executeTakeFirst())?.connection_id).toBe(
    connectionId,
  );
  expect(await db().selectFrom('connection_channel').selectAll().execute()).toHaveLength(2);
});
