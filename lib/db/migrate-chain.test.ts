import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { credentialOf } from '../auth/credential';
import { scopeOfConnection, scopeOfSession } from '../auth/scope';
import { connectionSeal, sessionSeal } from '../auth/sealed-password';
import { hashToken } from '../auth/session';
import { Secret } from '../doordeer/secret';
import { useDatabase } from '../testing/database';
import { seal } from '../vault';
import { closeDb, connect, type Db } from './client';
import { migrate } from './migrate-database';

const database = useDatabase();

const workspaceId = randomUUID();
const session = randomUUID();
const consent = randomUUID();
const job = randomUUID();
const account = 'manager@desk.example';
const password = new Secret('of-the-vendor');

/** What the build before connections and members kept, with a session and a job that live. */
async function fill(db: Db): Promise<void> {
  const tokenHash = hashToken('token');
  const credential = credentialOf(account, password);
  const held = seal(sessionSeal({ id: session, workspaceId, account, tokenHash }), password);
  const kept = seal(connectionSeal({ id: consent, workspaceId, account }), password);
  await sql`insert into workspace (id, account, role) values (${workspaceId}, ${account}, 'manager')`.execute(
    db,
  );
  await sql`
    insert into session (id, token_hash, workspace_id, actor, sealed_password, credential, user_agent, created_at,
      last_used_at, expires_at)
    values (${session}, ${tokenHash}, ${workspaceId}, ${account}, ${held}, ${credential}, 'vitest', now(), now(),
      now() + interval '1 day')`.execute(db);
  await sql`
    insert into archive_consent (id, workspace_id, actor, sealed_password, credential, given_at)
    values (${consent}, ${workspaceId}, ${account}, ${kept}, ${credential}, now())`.execute(db);
  await sql`
    insert into job (id, workspace_id, kind, state, params, actor, account, role, session_id, request_key)
    values (${job}, ${workspaceId}, 'revoke-shares', 'waiting', '{}', ${account}, ${account}, 'manager', ${session},
      gen_random_uuid())`.execute(db);
  await sql`
    insert into job_step (job_id, position, target, state) values (${job}, 0, '{"gid": "G1", "channel": 1}', 'pending')`.execute(
    db,
  );
  await sql`
    insert into device_list (workspace_id, read_at, tried_at, content_hash, asked)
    values (${workspaceId}, now(), now(), '\\x01', 1)`.execute(db);
  await sql`
    insert into door (workspace_id, gid, kind, model, building_name, timezone, locks, present, read_at)
    values (${workspaceId}, 'G1', 'doorbell', 'D1', 'House', 8, '[]', true, now())`.execute(db);
  await sql`
    insert into room_channel (workspace_id, gid, channel, building_name, unit_label, folded, order_unit, order_building,
      room_key, relation, locks, present, read_at)
    select ${workspaceId}, 'G1', n, 'House', n::text, '', '', '', 'room ' || n, 'other', '[]', true, now()
    from generate_series(1, 3) as n`.execute(db);
  for (const table of ['master_reading', 'share_reading', 'doorcode_reading'])
    await sql`
      insert into ${sql.table(table)} (workspace_id, gid, channel, state, read_at, tried_at, asked)
      values (${workspaceId}, 'G1', 1, 'ok', now(), now(), 1)`.execute(db);
  await sql`
    insert into share (workspace_id, gid, channel, sub_master, first_seen_at, seen_at, seen)
    values (${workspaceId}, 'G1', 1, 'sub@desk.example', now(), now(), 1)`.execute(db);
  await sql`
    insert into person (id, workspace_id, name, email, phone, note, folded, order_name, order_room, order_building,
      room_key, building_name, unit_label)
    values (gen_random_uuid(), ${workspaceId}, 'Ada', '', '', '', '', '', '', '', 'room 1', 'House', '1')`.execute(
    db,
  );
}

const tables = [
  ...['workspace', 'session', 'job', 'job_step', 'device_list', 'door', 'room_channel', 'master_reading'],
  ...['share_reading', 'doorcode_reading', 'share', 'person'],
];

const count = (db: Db) =>
  Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(db);
      return [table, rows[0]?.count];
    }),
  );

test('a database of the build before connections and members keeps its rows, its session and its job', async () => {
  const chain = new URL(database.url);
  const { db: administrator } = connect(database.url, 1);
  await sql`create database migrate_chain`.execute(administrator);
  chain.pathname = '/migrate_chain';
  const { db } = connect(chain.href, 1);
  try {
    await migrate(chain.href, { to: '0056-times-ahead-on-citus' });
    await fill(db);
    const before = await count(db);
    await migrate(chain.href);
    expect(await count(db)).toEqual(before);
    await closeDb();
    process.env.DATABASE_URL = chain.href;
    const scope = await scopeOfSession(session);
    expect(scope).toMatchObject({ member: null, grants: null, account, isMerged: false });
    expect(scope?.channels.map(({ channel, buildingName }) => [channel, buildingName])).toEqual([
      [1, 'House'],
      [2, 'House'],
      [3, 'House'],
    ]);
    expect(await scopeOfConnection(consent)).toMatchObject({ account, connectionId: consent });
    const { rows } = await sql`select state, session_id, member_id, actor from job`.execute(db);
    expect(rows).toEqual([{ state: 'waiting', session_id: session, member_id: null, actor: account }]);
    const { rows: lists } = await sql`select connection_id, content_hash from device_list`.execute(db);
    expect(lists).toMatchObject([{ connection_id: consent }]);
  } finally {
    await closeDb();
    process.env.DATABASE_URL = database.url;
    await db.destroy();
    await sql`drop database migrate_chain with (force)`.execute(administrator);
    await administrator.destroy();
  }
});
