import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import { getDb } from '@/lib/db/client';
import { timeText } from '@/lib/simulator/world/door-time';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readArchiveState } from '../coverage/state';
import { startFeeder, stopFeeder } from '../feed/feed-worker';

useDatabase();
const { simulator } = useSimulator();
const patience = { timeout: 80_000, interval: 50 };

let person: SignedIn;

beforeEach(async () => {
  simulator().reset();
  for (const table of [
    'event',
    'event_who',
    'event_stream',
    'event_stretch',
    'event_door',
    'session',
  ] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  person = await signInAs(account, password, 'manager');
});
afterEach(async () => {
  await stopFeeder();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await sql`drop trigger if exists full_disk on event; drop function if exists full_disk`.execute(getDb());
});

const state = () => readArchiveState(person.scope);
const stored = async () => (await state()).reduce((sum, { archived }) => sum + (archived ?? 0), 0);
const whole = () =>
  vi.waitFor(async () => expect((await state()).every(({ complete }) => complete)).toBe(true), patience);

async function expectExact(): Promise<void> {
  const inCloud = (await state()).flatMap(({ gid }) => {
    const door = simulator().cloud.world.doors.get(gid);
    return (door?.events.list(null) ?? []).map(({ type, at, account, codeName }) =>
      JSON.stringify([gid, type, timeText(at, door?.timezone ?? 0), account ?? null, codeName || null]),
    );
  });
  const rows = await selectNamedEvents(getDb())
    .select(['gid', 'type', 'time_text', 'account', 'code_name'])
    .execute();
  const kept = rows.map(({ gid, type, time_text, account, code_name }) =>
    JSON.stringify([gid, type, time_text, account, code_name]),
  );
  expect(kept.sort()).toEqual(inCloud.sort());
}

function holdInTheMiddle(): void {
  simulator().faults.set({ pageSize: 10 });
  simulator().faults.next({ effect: 'latency', ms: 8_000, call: 'GetAkeysHis', skip: 120, times: null });
}
const midway = () => vi.waitFor(async () => expect(await stored()).toBeGreaterThan(100), patience);
const goOn = () => simulator().faults.clear();

const children: ChildProcess[] = [];

function startProcess() {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', './lib/testing/vault-key.ts', '--eval', feeding],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  children.push(child);
  return { child, ready: once(child.stdout, 'data'), ended: once(child, 'exit') };
}
const feeding = `import('@/lib/archive/feed/feed-worker.ts').then(({ startFeeder }) => {
  startFeeder();
  process.stdin.resume().once('close', () => process.exit());
  console.log('feeding');
});`;

describe('the archive stays exact and goes on', () => {
  it('when one of two processes is killed in the middle', async () => {
    holdInTheMiddle();
    const first = startProcess();
    await first.ready;
    await midway();
    const second = startProcess();
    await second.ready;
    first.child.kill('SIGKILL');
    await first.ended;
    expect((await state()).every(({ complete }) => complete)).toBe(false);
    goOn();
    await whole();
    second.child.kill('SIGKILL');
    await second.ended;
    await expectExact();
  }, 180_000);

  it('when the database ends every connection in the middle', async () => {
    holdInTheMiddle();
    startFeeder();
    await midway();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(getDb());
    goOn();
    await whole();
    await expectExact();
  }, 180_000);

  it('when the disk is full for a while: says what it lacks, then has it all', async () => {
    holdInTheMiddle();
    startFeeder();
    await midway();
    await sql`create function full_disk() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file' using errcode = '53100'; end $$`.execute(getDb());
    await sql`create trigger full_disk before insert on event execute function full_disk()`.execute(getDb());
    goOn();
    await vi.waitFor(
      async () => expect((await state()).some(({ errorCode }) => errorCode === 'database-full')).toBe(true),
      patience,
    );
    expect((await state()).some(({ complete }) => !complete)).toBe(true);
    await sql`drop trigger full_disk on event`.execute(getDb());
    await whole();
    await expectExact();
    expect((await state()).map(({ errorCode }) => errorCode)).toEqual((await state()).map(() => null));
  }, 180_000);
});
