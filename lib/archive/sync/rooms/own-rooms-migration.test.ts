import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import { createDatabase, dropDatabase, withDatabase } from '@/lib/cli/tests/databases';
import { nameDatabase } from '@/lib/cli/tests/server';
import { closeDb, connect, getDb } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate-database';
import { migrations } from '@/lib/db/migrations/index';
import { auditWithdrawals } from './audit-withdrawals';

const name = nameDatabase(inject('template'));
const url = withDatabase(inject('serverUrl'), name);

type Row = { channel?: number | null; stream?: number | null; by?: string | null; who?: string };
const owner = '11111111-1111-4111-8111-111111111111';
const manager = '22222222-2222-4222-8222-222222222222';

beforeAll(async () => {
  await createDatabase(inject('serverUrl'), name);
  const { db } = connect(url, 1);
  const before = Object.fromEntries(Object.entries(migrations).filter(([one]) => one < '0028'));
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => before },
  }).migrateToLatest();
  if (error) throw error;
  await sql`insert into cloud_finding (cloud, name, value) values ('c', 'event-rooms', 'apart')`.execute(db);
  for (const [id, account, role] of [
    [owner, 'owner@a.test', 'landlord'],
    [manager, 'manager@a.test', 'manager'],
  ])
    await sql`insert into workspace (id, account, role) values (${id}, ${account}, ${role})`.execute(db);

  let place = 2 ** 40;
  async function fill(workspace: string, gid: string, rows: Row[]): Promise<void> {
    await sql`
      insert into door (workspace_id, gid, kind, model, building_name, locks, present, read_at)
      values (${workspace}, ${gid}, 'doorbell', '', 'House', '[]', true, now())`.execute(db);
    for (const channel of [1, 2])
      await sql`
        insert into room_channel (workspace_id, gid, channel, building_name, unit_label, room_key, relation, locks, present, read_at)
        values (${workspace}, ${gid}, ${channel}, 'House', ${`Flat ${channel}`}, ${`${channel}`}, 'landlord', '[]', true, now())`.execute(
        db,
      );
    const low = place;
    for (const { channel = null, stream = null, by = null, who = 'x' } of rows) {
      await sql`
        insert into event_who (workspace_id, digest, account, folded) values (${workspace}, ${Buffer.from(who)}, ${who}, ${who})
        on conflict do nothing`.execute(db);
      await sql`
        insert into event (workspace_id, at, gid, stream, place, channel, attribution, type, who_id, time_text, zone, fit,
          building_name, archived_at)
        select ${workspace}, to_timestamp(${(place % 10_000) * 60}), ${gid}, ${stream}, ${place}, ${channel}, ${by}, 4, id,
          ${who}, 'UTC', 'exact', 'House', now() from event_who where workspace_id = ${workspace} and account = ${who}`.execute(
        db,
      );
      place += 1;
    }
    for (const stream of new Set(rows.map((row) => row.stream ?? null)))
      await sql`
        insert into event_stretch (workspace_id, gid, channel, low, high, size, reaches_first, oldest_at, newest_at)
        values (${workspace}, ${gid}, ${stream}, ${low}, ${place - 1},
          ${rows.filter((row) => (row.stream ?? null) === stream).length}, true, now(), now())`.execute(db);
    await sql`
      insert into event_door (workspace_id, gid, manner, read_at, arrivals)
      values (${workspace}, ${gid}, 'door', now(), '[{"at":"x","after":"x","by":"x"}]')`.execute(db);
    await sql`insert into event_stream (workspace_id, gid, channel) values (${workspace}, ${gid}, null)`.execute(
      db,
    );
  }
  const listOf = (who: string, channel: number): Row => ({ channel, by: 'stream', who });
  const others = (count: number, mark: string): Row[] =>
    Array.from({ length: count }, (_, index) => ({ who: `neighbour ${mark} ${index}` }));
  for (const workspace of [owner, manager]) {
    await fill(workspace, 'separate', [
      listOf('mine 1', 1),
      ...others(6, 'separate'),
      { channel: 1, by: 'account', who: 'by account' },
      { channel: 2, by: 'code', who: 'by code' },
      listOf('mine 2', 2),
      ...others(1, 'separate, newest'),
    ]);
    await fill(
      workspace,
      'alike',
      others(5, 'alike').map(({ who = '' }) => listOf(who, 1)),
    );
    await fill(
      workspace,
      'rooms',
      [1, 2].flatMap((stream) =>
        [1, 2, 3].map((nth) => ({ stream, channel: stream, by: 'stream', who: `mine ${stream} ${nth}` })),
      ),
    );
    await fill(
      workspace,
      'rooms alike',
      [1, 2].flatMap((stream) =>
        others(3, 'rooms alike').map((row) => ({ ...row, stream, channel: stream, by: 'stream' })),
      ),
    );
    await fill(workspace, 'unmarked', others(4, 'unmarked'));
    const { rows } = await sql<{ id: string }>`
      insert into export_file (workspace_id, schedule_id, state, format, name, query, filter, locale, actor, account, role, kept, manifest)
      values (${workspace}, ${workspace}, 'done', 'csv', 'f.csv', '', '{}', 'en', 'a', 'a', 'landlord', true, '{}') returning id`.execute(
      db,
    );
    await sql`insert into export_chunk (export_id, position, bytes) values (${rows[0]?.id}, 0, 'neighbour')`.execute(
      db,
    );
  }
  await db.destroy();
  await migrate(url);
  await closeDb();
  process.env.DATABASE_URL = url;
});

afterAll(async () => {
  await closeDb();
  await dropDatabase(inject('serverUrl'), name);
});

async function eventsOf(workspace: string, gid: string): Promise<string[]> {
  const rows = await selectNamedEvents(getDb())
    .select('account')
    .where('event.workspace_id', '=', workspace)
    .where('gid', '=', gid)
    .orderBy('place')
    .execute();
  return rows.map(({ account }) => account ?? '');
}

describe('an archive that the version before has filled', () => {
  it('keeps of an account that is no manager’s what rooms’ own lists had, where these are not the door’s list', async () => {
    expect(await eventsOf(owner, 'separate')).toEqual(['mine 1', 'mine 2']);
    expect(await eventsOf(owner, 'rooms')).toHaveLength(6);
    for (const gid of ['alike', 'rooms alike', 'unmarked']) expect(await eventsOf(owner, gid)).toEqual([]);
    const names = await getDb()
      .selectFrom('event_who')
      .select('account')
      .where('workspace_id', '=', owner)
      .execute();
    expect(names.filter(({ account }) => !account?.startsWith('mine'))).toEqual([]);
  });

  it('keeps a manager’s archive and files as they are', async () => {
    expect(await eventsOf(manager, 'separate')).toHaveLength(11);
    expect(await eventsOf(manager, 'alike')).toHaveLength(5);
    const doors = await getDb()
      .selectFrom('event_door')
      .select(['manner', 'rooms_apart'])
      .where('workspace_id', '=', manager)
      .execute();
    expect(new Set(doors.map(({ manner, rooms_apart }) => `${manner} ${rooms_apart}`))).toEqual(
      new Set(['door null']),
    );
    const files = await getDb().selectFrom('export_file').select(['kept', 'code', 'workspace_id']).execute();
    expect(files.find((file) => file.workspace_id === manager)).toMatchObject({ kept: true, code: null });
    expect(await getDb().selectFrom('export_chunk').select('position').execute()).toHaveLength(1);
  });

  it('says of each door what was found, and asks for its rooms from now on', async () => {
    const doors = await getDb()
      .selectFrom('event_door')
      .select(['gid', 'manner', 'rooms_apart', 'withheld', 'read_at', 'arrivals'])
      .where('workspace_id', '=', owner)
      .orderBy('gid')
      .execute();
    const asked = { manner: 'rooms', read_at: null, arrivals: [] };
    expect(doors).toEqual([
      { gid: 'alike', rooms_apart: 'same', withheld: 5, ...asked },
      { gid: 'rooms', rooms_apart: 'proven', withheld: null, ...asked },
      { gid: 'rooms alike', rooms_apart: 'same', withheld: 6, ...asked },
      { gid: 'separate', rooms_apart: 'proven', withheld: null, ...asked },
      { gid: 'unmarked', rooms_apart: null, withheld: null, ...asked },
    ]);
    const stretches = await getDb()
      .selectFrom('event_stretch')
      .select(['gid', 'channel', 'size', 'aside'])
      .where('workspace_id', '=', owner)
      .orderBy('gid')
      .orderBy('channel')
      .execute();
    expect(stretches).toEqual([
      { gid: 'rooms', channel: 1, size: 3, aside: false },
      { gid: 'rooms', channel: 2, size: 3, aside: false },
      { gid: 'separate', channel: null, size: 2, aside: true },
    ]);
  });

  it('removes the bytes of stored files, and their records say so', async () => {
    const [file] = await getDb()
      .selectFrom('export_file')
      .select(['state', 'kept', 'code', 'manifest'])
      .where('workspace_id', '=', owner)
      .execute();
    expect(file).toEqual({ state: 'done', kept: false, code: 'file-withdrawn', manifest: '{}' });
  });

  it('has one entry in the audit log for each workspace that lost events, with the counts, however often it is written', async () => {
    await Promise.all([auditWithdrawals(), auditWithdrawals()]);
    await auditWithdrawals();
    const entries = await getDb()
      .selectFrom('audit_entry')
      .select(['workspace_id', 'action', 'outcome', 'detail'])
      .execute();
    expect(entries).toEqual([
      {
        workspace_id: owner,
        action: 'events.withdraw',
        outcome: 'done',
        detail: { count: 24, doors: 4, names: 21, files: 1 },
      },
    ]);
  });
});
