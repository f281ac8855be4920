import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectOwn } from '@/lib/auth/connection';
import { noGrants } from '@/lib/auth/grants';
import { callerOf } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { fillEvents } from '@/lib/testing/event-rows';
import { memberIn } from '@/lib/testing/member';
import { readDoors } from '@/lib/testing/read-doors';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createView } from '@/lib/views/mutations';
import { deleteScheduleAction, saveScheduleAction } from '../actions';
import { findKeptFile, findManifest, listSchedules } from '../data';
import { readManifest } from '../record/manifest';
import { manifestPublicKey } from '../record/signature';
import { exportApplication } from '../write/connection';
import { runDueExports } from './runner';
import { takeDue } from './take-due';

const database = useDatabase();
const { simulator } = useSimulator();
let manager: SignedIn;
let landlord: SignedIn;

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  await fillEvents(database.url, manager.scope.workspaceId, 3_000);
});

beforeEach(async () => {
  await getDb().deleteFrom('export_file').execute();
  await getDb().deleteFrom('export_schedule').execute();
  await readDoors(manager.scope.workspaceId);
});

const order = {
  id: '',
  name: 'Every night',
  query: 'type=2',
  format: 'csv',
  locale: 'en',
  every: 'day',
  weekday: 1,
  monthDay: 1,
  hour: 3,
  zone: 'Asia/Shanghai',
  keepFiles: 1,
};
const busy = () =>
  sql`select from pg_stat_activity
    where application_name = ${exportApplication} and datname = current_database()`.execute(getDb());

async function go(): Promise<void> {
  await runDueExports(new AbortController().signal);
  // A file's lock ends with its connection, a moment after the file.
  while ((await busy()).rows.length > 0);
}

const files = () => getDb().selectFrom('export_file').selectAll().orderBy('due_at').execute();
const makeDue = (ago = '1 minute') =>
  sql`update export_schedule set next_due = now() - ${ago}::interval`.execute(getDb());

async function ordered(change: object = {}): Promise<string> {
  const saved = await manager.as(() => saveScheduleAction({ ...order, ...change }));
  if (!saved.ok) throw new Error(saved.code);
  return saved.data.id;
}

const disconnect = () =>
  getDb().updateTable('connection').set({ state: 'none', sealed_password: null }).execute();

it('makes a due file once, for any number of processes, and keeps it with its manifest', async () => {
  await ordered();
  await makeDue('9 days');
  await Promise.all([go(), go(), go()]);
  const [file, ...more] = await files();
  expect(more).toEqual([]);
  expect(file).toMatchObject({ state: 'done', kept: true, rows: 500 });
  const kept = await findKeptFile(manager.scope, file?.id ?? '');
  const hash = createHash('sha256');
  for await (const piece of kept?.chunks ?? []) hash.update(piece);
  const sha256 = hash.digest('hex');
  const manifest = await findManifest(manager.scope, file?.id ?? '');
  expect(readManifest(manifest?.text ?? '', manifestPublicKey())).toMatchObject({ sha256, count: 500 });
  const [schedule] = await listSchedules(manager.scope);
  expect(schedule?.nextDue.getTime()).toBeGreaterThan(Date.now());
  expect(schedule?.lastState).toBe('done');
});

it.each([
  ['Asia/Shanghai', '2025-02-28T19:00:00Z', '2025-03-01'],
  ['America/New_York', '2025-03-01T08:00:00Z', '2025-03-01'],
  ['America/New_York', '2025-02-28T08:00:00Z', '2025-03-01'],
])('names a file of everything by the day that it was due on last in %s', async (zone, due, day) => {
  await ordered({ zone });
  await sql`update export_schedule set next_due = ${due}::timestamptz`.execute(getDb());
  const file = await takeDue(new Date('2025-03-01T09:00:00Z'));
  expect(file?.name).toBe(`doordesk-events-${day}.csv`);
  expect(await takeDue(new Date('2025-03-01T09:00:00Z'))).toBeNull();
});

const later = new Date('2026-11-23T06:00:00Z');

it('makes each missed file, up to the number of kept files, with its day’s events', async () => {
  await readDoors(manager.scope.workspaceId, new Date('2026-11-23T00:00:00Z'));
  await ordered({ covers: 'period', query: 'type=2&from=2020-01-01&zone=UTC', keepFiles: 3 });
  await sql`update export_schedule set next_due = '2026-11-09T19:00:00Z'`.execute(getDb());
  const made: (string | undefined)[] = [];
  for (;;) {
    const file = await takeDue(later);
    if (!file) break;
    made.push(file.name, file.query);
  }
  const query = (day: string) => `type=2&from=${day}&zone=Asia%2FShanghai&to=${day}`;
  expect(made).toEqual(
    ['2026-11-20', '2026-11-21', '2026-11-22'].flatMap((day) => [`doordesk-events-${day}.csv`, query(day)]),
  );
  const [schedule] = await listSchedules(manager.scope);
  expect(schedule).toMatchObject({ covers: 'period', nextDue: new Date('2026-11-23T19:00:00Z') });
});

it('has each event in one of consecutive files', async () => {
  await readDoors(manager.scope.workspaceId);
  const monthly = { every: 'month', monthDay: 1, zone: 'America/New_York', keepFiles: 100 };
  await ordered({ ...monthly, covers: 'period', query: '' });
  await sql`update export_schedule set next_due = '2020-01-01T08:00:00Z'`.execute(getDb());
  await go();
  const made = await files();
  expect(made[1]?.name).toBe('doordesk-events-2020-01-01_2020-01-31.csv');
  expect(made.every(({ state }) => state === 'done')).toBe(true);
  const rows = made.map((file) => Number(file.rows));
  // The first events came when it was still 2019 in New York.
  expect(rows.slice(0, 2).every((count) => count > 0)).toBe(true);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(3_000);
});

it('waits one hour for doors that were not read since the days of the file', async () => {
  await readDoors(manager.scope.workspaceId, new Date('2026-11-22T15:59:59Z'));
  await ordered({ covers: 'period' });
  const due = new Date('2026-11-22T19:00:00Z');
  await sql`update export_schedule set next_due = ${due}`.execute(getDb());
  expect(await takeDue(new Date(due.getTime() + 3_600_000))).toBeNull();
  await readDoors(manager.scope.workspaceId, new Date('2026-11-22T16:00:00Z'));
  expect(await takeDue(new Date(due.getTime() + 1_000))).toMatchObject({
    name: 'doordesk-events-2026-11-22.csv',
  });
});

it('is made without them when the hour is over', async () => {
  await readDoors(manager.scope.workspaceId, new Date('2026-11-22T15:59:59Z'));
  await ordered({ covers: 'period' });
  // After the start of this process, which has an hour of its own, and at a time of the schedule: no other file is due
  // in that hour.
  const due = new Date('2099-11-22T19:00:00Z');
  await sql`update export_schedule set next_due = ${due}`.execute(getDb());
  expect(await takeDue(new Date(due.getTime() + 3_500_000))).toBeNull();
  expect(await takeDue(new Date(due.getTime() + 3_601_000))).not.toBeNull();
});

it('works when no one is signed in, and keeps only the bytes of the newest files', async () => {
  await ordered();
  await connectOwn(getDb(), callerOf(manager.scope));
  await getDb().deleteFrom('session').execute();
  await makeDue('2 days');
  await go();
  await makeDue();
  await go();
  expect((await files()).map(({ state, kept }) => [state, kept])).toEqual([
    ['done', false],
    ['done', true],
  ]);
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  await disconnect();
});

it.each(['all', 'period'])(
  'waits for a sign-in or a connection, and then for what came meanwhile, with %s of the events in a file',
  async (covers) => {
    const waits = async () => (await listSchedules(manager.scope))[0]?.waits;
    await readDoors(manager.scope.workspaceId, new Date(Date.now() - 5 * 86_400_000));
    await ordered({ covers });
    expect(await waits()).toBeNull();
    await getDb().deleteFrom('session').execute();
    expect(await waits()).toBe('later');
    await makeDue('2 days');
    expect(await takeDue()).toBeNull();
    expect(await waits()).toBe('now');
    // Much later still.
    expect(await takeDue(new Date(Date.now() + 90 * 86_400_000))).toBeNull();

    await connectOwn(getDb(), callerOf(manager.scope));
    expect(await waits()).toBeNull();
    expect(await takeDue()).toBeNull();
    await readDoors(manager.scope.workspaceId);
    expect(await takeDue()).not.toBeNull();
    await disconnect();
    const { accounts } = simulator();
    manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
    landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  },
);

it('waits for a reading also where reading stopped before it came due, in a process that did not see that', async () => {
  await ordered();
  const due = new Date(Date.now() - 60_000);
  await sql`update export_schedule set next_due = ${due}`.execute(getDb());
  await readDoors(manager.scope.workspaceId, new Date(due.getTime() - 31 * 60_000));
  expect(await takeDue()).toBeNull();
  await readDoors(manager.scope.workspaceId, new Date(due.getTime() - 29 * 60_000));
  expect(await takeDue()).not.toBeNull();
});

it('does not wait where all doors were read since the last moment of the file', async () => {
  await ordered();
  await makeDue();
  await readDoors(manager.scope.workspaceId);
  await getDb().deleteFrom('session').execute();
  expect(await takeDue()).not.toBeNull();
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
});

it('writes the events in the order of the saved view', async () => {
  const look = { page: 'events', columns: null, density: null } as const;
  const query = 'type=2&sort=time&dir=asc';
  const { id } = await createView(manager.scope, { ...look, name: 'Oldest first', query });
  await ordered({ view: id, query: '', format: 'json' });
  await makeDue();
  await go();
  const [file] = await files();
  expect(file).toMatchObject({ state: 'done', rows: 500, query: 'type=2&dir=asc' });
  const parts: Uint8Array[] = [];
  for await (const piece of (await findKeptFile(manager.scope, file?.id ?? ''))?.chunks ?? [])
    parts.push(piece);
  const lines = Buffer.concat(parts).toString().trim().split('\n');
  const times = lines.map((line) => JSON.parse(line).utcTime as string);
  expect(times).toEqual(times.toSorted());
  expect(new Set(times).size).toBeGreaterThan(1);
});

it('starts a file again after its process died, and gives up on one that kills every process', async () => {
  await ordered();
  await makeDue();
  await go();
  const again = { state: 'running', started_at: new Date(Date.now() - 3_600_000), kept: false } as const;
  await getDb().updateTable('export_file').set(again).execute();
  await go();
  expect((await files())[0]).toMatchObject({ state: 'done', tries: 1, kept: true });
  await getDb()
    .updateTable('export_file')
    .set({ ...again, tries: 2 })
    .execute();
  await go();
  expect((await files())[0]).toMatchObject({ state: 'failed', kept: false });
});

describe('a schedule whose person may not export any more', () => {
  const stops = () =>
    getDb().selectFrom('export_schedule').select(['paused', 'stop_code']).executeTakeFirstOrThrow();
  const left = async (code: string) => {
    await makeDue();
    await go();
    expect(await stops()).toEqual({ paused: true, stop_code: code });
    expect(await files()).toMatchObject([{ state: 'failed', code, kept: false }]);
    await makeDue();
    await go();
    expect(await files()).toHaveLength(1);
  };

  it('stops once, and runs again for the person who saves it', async () => {
    const { workspaceId } = manager.scope;
    const member = await memberIn({ workspaceId, grants: { everywhere: ['events', 'export'] } });
    const saved = await member.as(() => saveScheduleAction(order));
    const id = saved.ok ? saved.data.id : '';
    await getDb()
      .updateTable('membership')
      .set({ grants: JSON.stringify({ ...noGrants, everywhere: ['events'] }) })
      .where('member_id', '=', member.memberId)
      .execute();
    await left('not-allowed');
    await ordered({ id });
    expect(await stops()).toEqual({ paused: false, stop_code: null });
    await makeDue();
    await go();
    expect((await files()).at(-1)).toMatchObject({ state: 'done', actor: manager.scope.actor });
  });

  it('stops once when the person was removed', async () => {
    const { workspaceId } = manager.scope;
    const member = await memberIn({ workspaceId, grants: { everywhere: ['events', 'export'] } });
    expect(await member.as(() => saveScheduleAction(order))).toMatchObject({ ok: true });
    await getDb().deleteFrom('membership').where('member_id', '=', member.memberId).execute();
    await left('not-allowed');
  });

  it('stops once when the vendor sign-in that ordered it is closed', async () => {
    await ordered();
    const closed = { workspace_id: manager.scope.workspaceId, vendor_sign_in_closed: true };
    await getDb().insertInto('workspace_setting').values(closed).execute();
    await left('vendor-closed');
    await getDb().deleteFrom('workspace_setting').execute();
  });
});

it('fails a file about a door that is no longer the account’s, and says so', async () => {
  await ordered();
  await getDb().updateTable('export_schedule').set({ query: 'door=gone' }).execute();
  await makeDue();
  await go();
  expect((await files())[0]).toMatchObject({ state: 'failed', code: 'not-found' });
});

it('belongs to no other account', async () => {
  const id = await ordered();
  await makeDue();
  await go();
  const [file] = await files();
  expect(await listSchedules(landlord.scope)).toEqual([]);
  expect(await findManifest(landlord.scope, file?.id ?? '')).toBeNull();
  expect(await findKeptFile(landlord.scope, file?.id ?? '')).toBeNull();
  expect(await landlord.as(() => deleteScheduleAction({ id }))).toMatchObject({ code: 'not-found' });
  expect(await landlord.as(() => saveScheduleAction({ ...order, id }))).toMatchObject({ code: 'not-found' });
});

it.each([
  [{ name: ' ' }, 'name'],
  [{ query: 'type=9' }, 'query'],
  [{ hour: '24' }, 'hour'],
  [{ zone: 'Mars/Base' }, 'zone'],
  [{ keepFiles: '0' }, 'keepFiles'],
  [{ covers: 'some' }, 'covers'],
])('refuses %o next to its field', async (change, field) => {
  const result = await manager.as(() => saveScheduleAction({ ...order, ...change }));
  expect(result).toMatchObject({ ok: false, code: 'invalid-input', fields: { [field]: expect.any(String) } });
});
