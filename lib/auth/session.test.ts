import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { Secret } from '@/lib/doordeer/secret';
import { useDatabase } from '@/lib/testing/database';
import { scopeOfSession } from './scope';
import {
  createSession,
  endSessions,
  ensureWorkspace,
  findSession,
  findSessionEnd,
  hashToken,
  listSessions,
  sessionEndedChannel,
} from './session';
import { sweepSessions } from './sweep-sessions';

const database = useDatabase();
const minute = 60_000;
const hour = 60 * minute;
const start = new Date('2026-11-23T08:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);
let workspaceId: string;

beforeAll(async () => {
  workspaceId = await ensureWorkspace(database.db(), { account: 'anna@example.com', role: 'manager' });
});
beforeEach(async () => {
  await database.db().deleteFrom('session').execute();
});

function make(now = start) {
  return createSession(
    database.db(),
    {
      workspaceId,
      account: 'anna@example.com',
      actor: 'anna@example.com',
      password: new Secret('p4ss'),
      userAgent: 'test',
    },
    now,
  );
}

test('recognises an account and role, and distinguishes what the vendor may distinguish', async () => {
  const db = database.db();
  expect(await ensureWorkspace(db, { account: 'anna@example.com', role: 'manager' })).toBe(workspaceId);
  expect(await ensureWorkspace(db, { account: 'Anna@example.com', role: 'manager' })).not.toBe(workspaceId);
  expect(await ensureWorkspace(db, { account: 'anna@example.com', role: 'landlord' })).not.toBe(workspaceId);
});

test('twenty simultaneous first sign-ins make one workspace', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, () => ensureWorkspace(database.db(), { account: 'new', role: 'tenant' })),
  );
  expect(new Set(ids).size).toBe(1);
});

test('keeps neither the cookie’s id nor the password in the clear', async () => {
  const { token } = await make();
  expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
  const row = await database.db().selectFrom('session').selectAll().executeTakeFirstOrThrow();
  expect(row.token_hash.equals(hashToken(token))).toBe(true);
  const kept = JSON.stringify(row) + row.sealed_password?.toString('latin1');
  expect(kept).not.toContain(token);
  expect(kept).not.toContain('p4ss');
});

test('a session whose row names another workspace or another cookie gives no scope', async () => {
  const db = database.db();
  const other = await ensureWorkspace(db, { account: 'ben@example.com', role: 'manager' });
  for (const change of [{ workspace_id: other }, { token_hash: hashToken('stolen') }]) {
    const { id } = await make(databaseDate());
    await db.updateTable('session').set(change).where('id', '=', id).execute();
    expect(await scopeOfSession(id)).toBeNull();
    expect(await db.selectFrom('session').select('id').where('id', '=', id).execute()).toEqual([]);
  }
});

test('lives while it is used, and ends after an hour unused', async () => {
  const { token } = await make();
  expect(await findSession(token, { now: after(59 * minute) })).not.toBeNull();
  expect(await findSession(token, { now: after(118 * minute) })).not.toBeNull();
  expect(await findSession(token, { now: after(178 * minute) })).toBeNull();
  expect(await findSessionEnd(token)).toBe('idle');
});

test('is not kept alive by what a page does by itself', async () => {
  const { token } = await make();
  for (let at = 0; at < hour; at += 10 * minute) await findSession(token, { touch: false, now: after(at) });
  expect(await findSession(token, { touch: false, now: after(hour) })).toBeNull();
});

test('ends after a day even if it is used', async () => {
  const { token } = await make();
  for (let at = 0; at < 24 * hour; at += 30 * minute) {
    expect(await findSession(token, { now: after(at) })).not.toBeNull();
  }
  expect(await findSession(token, { now: after(24 * hour) })).toBeNull();
  expect(await findSessionEnd(token)).toBe('expired');
});

test('leaves no sealed password when it ends', async () => {
  const { token } = await make();
  await findSession(token, { now: after(2 * hour) });
  expect(await database.db().selectFrom('session').selectAll().execute()).toEqual([]);
});

test('forgotten sessions are removed, living ones are not', async () => {
  await make();
  const living = await make(after(90 * minute));
  await sweepSessions(after(2 * hour));
  const rows = await database.db().selectFrom('session').select('id').execute();
  expect(rows.map(({ id }) => id)).toEqual([living.id]);
});

test('lists only the living sessions of the account', async () => {
  await make();
  const living = await make(after(2 * hour));
  const listed = await listSessions(['anna@example.com'], after(2 * hour));
  expect(listed.map(({ id }) => id)).toEqual([living.id]);
});

test('an id that was never issued finds nothing', async () => {
  await make();
  expect(await findSession('')).toBeNull();
  expect(await findSession(hashToken('x').toString('hex'))).toBeNull();
});

const other = { client: connect(database.url, 1) };
afterAll(() => other.client.db.destroy());

test('its end is final at once for another process, which is notified', async () => {
  const { id, token } = await make();
  const client = await other.client.pool.connect();
  const notified = new Promise<string | undefined>((resolve) =>
    client.once('notification', ({ payload }) => resolve(payload)),
  );
  await client.query(`listen ${sessionEndedChannel}`);
  expect(await endSessions(database.db(), { ids: [id], reason: 'signed-out', now: start })).toBe(1);
  expect(await notified).toBe(id);
  expect((await client.query('select from session where id = $1', [id])).rowCount).toBe(0);
  client.release(true);
  expect(await findSession(token, { now: start })).toBeNull();
  expect(await findSessionEnd(token)).toBe('signed-out');
});
