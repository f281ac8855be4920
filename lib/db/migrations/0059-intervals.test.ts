import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { ensureConnection } from '@/lib/auth/connection';
import { ensureWorkspace } from '@/lib/auth/session';
import { keepMasters, keepShares } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { keepCode } from '@/lib/testing/kept-code';
import { untyped } from '@/lib/testing/untyped';
import { up } from './0059-intervals';

const { db } = useDatabase();
const time = (minute: number) => new Date(Date.UTC(2026, 10, 23, 8, minute));
const tables = ['master_reading', 'share', 'share_reading', 'doorcode', 'doorcode_reading'] as const;

let workspaceId: string;
let connectionId: string;
beforeEach(async () => {
  for (const table of tables) await db().deleteFrom(table).execute();
  const who = { account: `${crypto.randomUUID()}@desk.example`, role: 'manager' as const };
  workspaceId = await ensureWorkspace(db(), who);
  await ensureConnection(db(), { ...who, workspaceId });
  const other = { workspaceId, account: 'other@desk.example', role: 'landlord' as const };
  await ensureConnection(db(), other);
  ({ id: connectionId } = await db()
    .selectFrom('connection')
    .select('id')
    .where('account', '=', who.account)
    .executeTakeFirstOrThrow());
});

/** The tables as the build before had them. */
async function undo(): Promise<void> {
  await sql`drop table if exists master, doorcode_version`.execute(db());
  await sql`drop index share_channel`.execute(db());
  for (const table of ['share', 'doorcode']) {
    await sql`
      alter table ${sql.table(table)} drop column absent_at, drop column origin, drop column ended_by,
        drop column connection_id`.execute(db());
    await sql`alter table ${sql.table(`${table}_reading`)} drop column read_before_at`.execute(db());
  }
}

const counts = () =>
  Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(db());
      return [table, rows[0]?.count];
    }),
  );

async function fill(): Promise<void> {
  await sql`
    insert into master_reading (workspace_id, gid, channel, state, master, read_at, tried_at, asked) values
      (${workspaceId}, 'G1', 1, 'ok', 'anna@flats.example', ${time(5)}, ${time(5)}, 5),
      (${workspaceId}, 'G1', 2, 'failed', 'ben@flats.example', ${time(4)}, ${time(6)}, 6),
      (${workspaceId}, 'G1', 3, 'ok', null, ${time(5)}, ${time(5)}, 5),
      (${workspaceId}, 'G1', 4, 'refused', null, null, ${time(5)}, 5),
      (gen_random_uuid(), 'G1', 1, 'ok', 'left@flats.example', ${time(5)}, ${time(5)}, 5)`.execute(db());
  await sql`
    insert into share_reading (workspace_id, gid, channel, state, read_at, tried_at, asked)
    values (${workspaceId}, 'G1', 1, 'ok', ${time(5)}, ${time(5)}, 5)`.execute(db());
  await sql`
    insert into share (workspace_id, gid, channel, sub_master, first_seen_at, seen_at, gone_at, seen) values
      (${workspaceId}, 'G1', 1, 'sub@flats.example', ${time(3)}, ${time(5)}, null, 5),
      (${workspaceId}, 'G1', 1, 'gone@flats.example', ${time(1)}, ${time(2)}, ${time(3)}, 2)`.execute(db());
}

test('rows of the build before become intervals, none more or fewer, with ids and times as they were', async () => {
  await undo();
  await fill();
  const before = await counts();
  const { rows: shares } = await sql`select * from share order by first_seen_at`.execute(db());
  await db()
    .transaction()
    .execute((trx) => up(untyped(trx)));
  expect(await counts()).toEqual(before);
  const begun = { absent_at: null, origin: 'seen', connection_id: connectionId };
  expect(await db().selectFrom('share').selectAll().orderBy('first_seen_at').execute()).toMatchObject([
    { ...(shares[0] as object), ...begun, ended_by: 'seen' },
    { ...(shares[1] as object), ...begun, ended_by: null },
  ]);
  const masters = await db().selectFrom('master').selectAll().orderBy('channel').orderBy('master').execute();
  const open = (channel: number, master: string | null, minute: number) => ({
    ...begun,
    ...{ channel, master, first_seen_at: time(minute), seen_at: time(minute), gone_at: null, ended_by: null },
  });
  expect(masters).toMatchObject([
    open(1, 'anna@flats.example', 5),
    { ...open(1, 'left@flats.example', 5), connection_id: null },
    open(2, 'ben@flats.example', 4),
    open(3, null, 5),
  ]);
  await sql`select mend_times_ahead(false)`.execute(db());
});

test('the next readings continue what the build before had stored', async () => {
  await undo();
  await fill();
  await up(untyped(db()));
  const at = { gid: 'G1', channel: 1, asked: 9, askedAt: time(9), state: 'ok' as const };
  await keepMasters(workspaceId, [{ ...at, value: 'new@flats.example' }]);
  await keepShares(workspaceId, [{ ...at, value: ['new@flats.example'] }]);
  const change = { absent_at: time(5), first_seen_at: time(9), gone_at: null };
  for (const [table, name] of [
    ['master', 'master'],
    ['share', 'sub_master'],
  ] as const) {
    const { rows } = await sql`
      select ${sql.ref(name)} as account, absent_at, first_seen_at, seen_at, gone_at from ${sql.table(table)}
      where workspace_id = ${workspaceId} and channel = 1 and first_seen_at > ${time(2)}
      order by first_seen_at`.execute(db());
    expect(rows).toMatchObject([
      { seen_at: time(5), gone_at: time(9) },
      { account: 'new@flats.example', ...change },
    ]);
  }
});

test('a doorcode keeps its id, to which links lead', async () => {
  const ids = [
    await keepCode({ workspace_id: workspaceId, gid: 'G1', channel: 1 }),
    await keepCode({ workspace_id: workspaceId, gid: 'G1', channel: 1 }, { gone_at: time(3) }),
  ];
  await undo();
  await up(untyped(db()));
  const codes = await db().selectFrom('doorcode').selectAll().orderBy('gone_at').execute();
  expect(codes.map((code) => [code.id, code.ended_by, code.origin, code.connection_id])).toEqual([
    [ids[1], 'seen', 'seen', connectionId],
    [ids[0], null, 'seen', connectionId],
  ]);
});
