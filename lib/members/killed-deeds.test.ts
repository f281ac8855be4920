import { spawn } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { noGrants } from '@/lib/auth/grants';
import { getDb, getPool } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { addMember } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createLink } from './one-time-link';

const database = useDatabase();
const { simulator } = useSimulator();
const script = path.resolve(import.meta.dirname, '../testing/run-deed.ts');

let vendor: SignedIn;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  vendor = await signInAs(account, password, 'manager');
});
beforeEach(async () => {
  await getDb().updateTable('session').set({ reauthenticated_at: new Date() }).execute();
});

function start(deed: unknown) {
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(deed)], {
    env: { ...process.env, DATABASE_URL: database.url },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  return { child, ended: new Promise<string>((resolve) => child.once('close', () => resolve(said))) };
}

/** Kills the process while it waits for a lock that this test holds. */
async function killAtLock(deed: unknown, lock: string): Promise<void> {
  const client = await getPool().connect();
  try {
    await client.query('begin');
    await client.query(lock);
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const killed = start(deed);
    await expect
      .poll(
        async () => {
          await client.query('select pg_stat_clear_snapshot()');
          const waiting = await client.query(
            'select from pg_stat_activity where $1 = any(pg_blocking_pids(pid)) and datname = current_database()',
            [rows[0]?.pid],
          );
          return waiting.rows.length;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThan(0);
    killed.child.kill('SIGKILL');
    await killed.ended;
    // Its server process notices only when it has the lock, and then finds no one to answer.
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
      [rows[0]?.pid],
    );
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const count = async (table: 'member_link' | 'membership') =>
  (
    await getDb()
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
  ).count;

test('an invitation that is killed while it is made does not exist, and the next one works', async () => {
  const deed = {
    kind: 'verb',
    verb: 'invite',
    sessionId: vendor.scope.sessionId,
    input: { name: 'Care Taker', email: '', grants: { ...noGrants, everywhere: ['doorcodes'] } },
  };
  const before = await count('member_link');
  await killAtLock(deed, 'lock table member_link in exclusive mode');
  expect(await count('member_link')).toBe(before);
  expect(JSON.parse(await start(deed).ended)).toMatchObject({ ok: true });
  expect(await count('member_link')).toBe(before + 1);
});

test('an invitation that is killed while it is accepted stays open, and gives nothing', async () => {
  const { workspaceId } = vendor.scope;
  const memberId = await addMember({ workspaceId: await otherWorkspace(), name: 'Ben' });
  const { token } = await createLink(getDb(), {
    purpose: 'invitation',
    workspaceId,
    name: 'Ben',
    email: null,
    madeBy: 'test',
    madeByMember: null,
    grants: { ...noGrants, everywhere: ['doorcodes'] },
  });
  const before = await count('membership');
  await killAtLock({ kind: 'join', token, memberId }, 'select from audit_head for update');
  expect(await count('membership')).toBe(before);
  expect(JSON.parse(await start({ kind: 'join', token, memberId }).ended)).toBeNull();
  expect(await count('membership')).toBe(before + 1);
  // Used now, so a second time gives nothing.
  expect(JSON.parse(await start({ kind: 'join', token, memberId }).ended)).toBe('link-ended');
});

test('a connection that is killed while it is made holds no password, and the next one works', async () => {
  const { id } = await getDb()
    .selectFrom('connection')
    .select('id')
    .where('workspace_id', '=', vendor.scope.workspaceId)
    .executeTakeFirstOrThrow();
  const deed = { kind: 'verb', verb: 'connect', sessionId: vendor.scope.sessionId, input: { id } };
  const row = () =>
    getDb()
      .selectFrom('connection')
      .select(['state', sql<boolean>`sealed_password is not null`.as('holds')])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  await killAtLock(deed, 'lock table connection in exclusive mode');
  expect(await row()).toEqual({ state: 'none', holds: false });
  expect(JSON.parse(await start(deed).ended)).toMatchObject({ ok: true });
  expect(await row()).toEqual({ state: 'connected', holds: true });
});

async function otherWorkspace(): Promise<string> {
  const { account, password } = simulator().accounts.otherLandlord;
  return (await signInAs(account, password, 'landlord')).scope.workspaceId;
}
