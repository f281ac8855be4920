import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, withDatabase } from '@/lib/cli/tests/databases';
import { nameDatabase } from '@/lib/cli/tests/server';
import { closeDb, connect, getDb } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate-database';
import { migrations } from '@/lib/db/migrations/index';
import type { Database } from '@/lib/db/schema';
import { visible } from '../../access/visible-events';
import { auditWithdrawals } from './audit-withdrawals';

const name = nameDatabase(inject('template'));
const url = withDatabase(inject('serverUrl'), name);

const tenant = '11111111-1111-4111-8111-111111111111';
const landlord = '22222222-2222-4222-8222-222222222222';
const manager = '33333333-3333-4333-8333-333333333333';
const roles: Record<string, string> = { [tenant]: 'tenant', [landlord]: 'landlord', [manager]: 'manager' };

beforeAll(async () => {
  await createDatabase(inject('serverUrl'), name);
  const { db } = connect(url, 1);
  const before = Object.fromEntries(Object.entries(migrations).filter(([one]) => one < '0036'));
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => before },
  }).migrateToLatest();
  if (error) throw error;
  for (const [workspace, role] of Object.entries(roles)) {
    await sql`insert into workspace (id, account, role) values (${workspace}, ${`${role}@a.test`}, ${role})`.execute(
      db,
    );
    const { rows } = await sql<{ id: string }>`
      insert into export_file (workspace_id, schedule_id, state, format, name, query, filter, locale, actor, account, role, kept, manifest)
      values (${workspace}, ${workspace}, 'done', 'csv', 'f.csv', '', '{}', 'en', 'a', 'a', ${role}, true, '{}') returning id`.execute(
      db,
    );
    await sql`insert into export_chunk (export_id, position, bytes) values (${rows[0]?.id}, 0, 'neighbour')`.execute(
      db,
    );
  }
  await fill(db, tenant, 'assumed', 'assumed');
  for (const workspace of [tenant, landlord]) {
    await fill(db, workspace, 'separate', 'proven');
    await stretch(db, workspace, 'separate', 1);
    await stretch(db, workspace, 'separate', 2);
  }
  await fill(db, tenant, 'next to an empty list', 'proven');
  await stretch(db, tenant, 'next to an empty list', 1);
  await fill(db, manager, 'assumed', null);
  await sql`
    insert into share (workspace_id, gid, channel, sub_master, first_seen_at, seen_at)
    values (${tenant}, 'assumed', 1, 'partner@a.test', now(), now())`.execute(db);
  await sql`
    insert into event_withdrawal (workspace_id, doors, events, names, files, told_at)
    values (${tenant}, 9, 9, 9, 9, now())`.execute(db);
  await db.destroy();
  await migrate(url);
  await closeDb();
  process.env.DATABASE_URL = url;
});

async function stretch(db: Kysely<Database>, workspace: string, gid: string, channel: number): Promise<void> {
  await sql`
    insert into event_stretch (workspace_id, gid, channel, low, high, size, reaches_first, oldest_at, newest_at)
    values (${workspace}, ${gid}, ${channel}, ${channel * 100}, ${channel * 100 + 7}, 8, true, now(), now())`.execute(
    db,
  );
}

async function fill(
  db: Kysely<Database>,
  workspace: string,
  gid: string,
  verdict: string | null,
): Promise<void> {
  const own = `${roles[workspace]}@a.test`;
  const people = [own.toUpperCase(), own, 'partner@a.test', 'b@a.test', 'c@a.test', 'd@a.test', null, null];
  await sql`
    insert into event_door (workspace_id, gid, manner, read_at, rooms_apart)
    values (${workspace}, ${gid}, 'rooms', now(), ${verdict})`.execute(db);
  for (const [place, account] of people.entries()) {
    if (account !== null)
      await sql`
        insert into event_who (workspace_id, digest, account, folded)
        values (${workspace}, ${Buffer.from(account)}, ${account}, ${account}) on conflict do nothing`.execute(
        db,
      );
    await sql`
      insert into event (workspace_id, at, gid, stream, place, channel, attribution, type, who_id, time_text, zone, fit,
        building_name, archived_at)
      select ${workspace}, to_timestamp(${place * 60}), ${gid}, 1, ${place}, 1, 'stream', 4,
        (select id from event_who where workspace_id = ${workspace} and account = ${account}), '', 'UTC', 'exact', 'House', now()`.execute(
      db,
    );
  }
}

afterAll(async () => {
  await closeDb();
  await dropDatabase(inject('serverUrl'), name);
});

async function shownAt(workspace: string, gid: string): Promise<number> {
  const scope = {
    workspaceId: workspace,
    account: `${roles[workspace]}@a.test`,
    role: workspace === tenant ? ('tenant' as const) : ('landlord' as const),
    channels: ['assumed', 'separate', 'next to an empty list'].map((door) => ({
      gid: door,
      channel: 1,
      buildingName: 'House',
      unitLabel: '',
      roomKey: '1',
      relation: 'master' as const,
    })),
    cameras: [],
    grants: null,
    sharedGids: new Set<string>(),
    todayStarts: new Map<string, Date>(),
  };
  const rows = await getDb()
    .selectFrom('event')
    .select('id')
    .where(visible(scope))
    .where('gid', '=', gid)
    .execute();
  return rows.length;
}

describe('an archive in which a single list was taken for a room’s own', () => {
  it('keeps all events, and shows of that list those that name the account itself', async () => {
    const { rows } = await sql<{ events: number }>`select count(*) as events from event`.execute(getDb());
    expect(rows[0]?.events).toBe(40);
    expect(await shownAt(tenant, 'assumed')).toBe(2);
    expect(await shownAt(tenant, 'next to an empty list')).toBe(2);
    expect(await shownAt(tenant, 'separate')).toBe(8);
    expect(await shownAt(landlord, 'separate')).toBe(8);
  });

  it('says of such a door that it is not proven, and leaves other verdicts', async () => {
    const doors = await getDb()
      .selectFrom('event_door')
      .select(['workspace_id', 'gid', 'rooms_apart'])
      .orderBy('workspace_id')
      .orderBy('gid')
      .execute();
    expect(doors.map(({ gid, rooms_apart }) => [gid, rooms_apart])).toEqual([
      ['assumed', 'unproven'],
      ['next to an empty list', 'unproven'],
      ['separate', 'proven'],
      ['separate', 'proven'],
      ['assumed', null],
    ]);
  });

  it('removes the stored files of accounts that have such a door, and of no others', async () => {
    const files = await getDb()
      .selectFrom('export_file')
      .select(['kept', 'code', 'manifest'])
      .orderBy('workspace_id')
      .execute();
    expect(files).toEqual([
      { kept: false, code: 'file-withdrawn', manifest: '{}' },
      { kept: true, code: null, manifest: '{}' },
      { kept: true, code: null, manifest: '{}' },
    ]);
    expect(await getDb().selectFrom('export_chunk').select('position').execute()).toHaveLength(2);
  });

  it('has one entry in the audit log with the counts of this upgrade', async () => {
    await auditWithdrawals();
    await auditWithdrawals();
    const entries = await getDb()
      .selectFrom('audit_entry')
      .select(['workspace_id', 'action', 'detail'])
      .execute();
    expect(entries).toEqual([
      {
        workspace_id: tenant,
        action: 'events.withdraw',
        detail: { count: 11, doors: 2, names: 0, files: 1 },
      },
    ]);
  });
});
