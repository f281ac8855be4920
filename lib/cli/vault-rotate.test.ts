import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { recordAudit } from '../audit/record';
import { verifyAudit } from '../audit/verify-audit';
import { connectOwn } from '../auth/connection';
import { connectionSeal, sessionSeal } from '../auth/sealed-password';
import { createSession, ensureWorkspace, findSession } from '../auth/session';
import { closeDb, getDb, getPool } from '../db/client';
import { openVault, VaultKeyError } from '../db/vault/vault-ring';
import { rotateVault } from '../desk/rotate-vault';
import { Secret } from '../doordeer/secret';
import { type ManifestFacts, readManifest, signManifest } from '../files/record/manifest';
import { manifestPublicKey } from '../files/record/signature';
import { totpSeal } from '../members/sign-in/totp-code';
import { useDatabase } from '../testing/database';
import { addMember } from '../testing/member';
import { holdKeys, seal, tryOpen } from '../vault';

const database = useDatabase();
const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'vault-rotate.ts');
const keys = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
const base64 = (key: Buffer | undefined) => key?.toString('base64') ?? '';

const account = 'anna@example.com';
const password = new Secret('a-password');
let workspaceId: string;
let memberId: string;
let token: string;
let manifest: string;

beforeAll(async () => {
  await openVault(getDb(), keys[0]);
  workspaceId = await ensureWorkspace(getDb(), { account, role: 'manager' });
  const who = { workspaceId, account, role: 'manager', actor: account, password } as const;
  ({ token } = await createSession(getDb(), { ...who, userAgent: 'vitest' }));
  await connectOwn(getDb(), who);
  memberId = await addMember({ workspaceId });
  const totp = seal(totpSeal(memberId), new Secret('a-totp-key'));
  await getDb().updateTable('member').set({ sealed_totp: totp }).where('id', '=', memberId).execute();
  await record('before');
  manifest = signManifest(facts);
});

// A running Doordesk is refused, and this process would look like one.
beforeEach(closeDb);
afterAll(() => holdKeys(new Map([[1, keys[0]]])));

function start(key: Buffer, old?: Buffer): { child: ChildProcess; ended: Promise<[number | null, string]> } {
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      DOORDESK_VAULT_KEY: base64(key),
      DOORDESK_VAULT_KEY_OLD: base64(old),
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  return { child, ended: new Promise((resolve) => child.once('close', (code) => resolve([code, said]))) };
}

function record(subject: string): Promise<number> {
  const entry = {
    workspaceId,
    actor: account,
    account,
    role: 'manager',
    action: 'test.do',
    subject,
  } as const;
  return recordAudit(getDb(), { ...entry, outcome: 'done' });
}

/** What a Doordesk with this key can do. */
async function check(root: Buffer): Promise<void> {
  await openVault(getDb(), root);
  const session = await findSession(token, { touch: false });
  if (!session) throw new Error('no session');
  expect(tryOpen(sessionSeal(session), session.sealedPassword ?? Buffer.alloc(0))?.reveal()).toBe(
    'a-password',
  );
  const connection = await getDb().selectFrom('connection').selectAll().executeTakeFirstOrThrow();
  const sealed = connection.sealed_password ?? Buffer.alloc(0);
  expect(tryOpen(connectionSeal({ id: connection.id, workspaceId, account }), sealed)?.reveal()).toBe(
    'a-password',
  );
  expect(connection.credential).toEqual(session.credential);
  const member = await getDb().selectFrom('member').selectAll().executeTakeFirstOrThrow();
  expect(tryOpen(totpSeal(memberId), member.sealed_totp ?? Buffer.alloc(0))?.reveal()).toBe('a-totp-key');
  await record('after');
  expect((await verifyAudit(getDb())).faults).toEqual([]);
  expect(readManifest(manifest, manifestPublicKey(1))).toEqual(facts);
}

const numbers = async () => (await getDb().selectFrom('vault_key').select('number').execute()).length;

test('a rotation that is killed in the middle has changed nothing, and one that ends keeps everything', async () => {
  const client = await getPool().connect();
  await client.query('begin');
  // The last write of a rotation waits for this lock.
  await client.query('select from audit_head for update');
  await client.query("set application_name = 'vitest'");
  const killed = start(keys[1], keys[0]);
  await expect
    .poll(
      async () => {
        // Within a transaction, PostgreSQL shows the same activity until then.
        await client.query('select pg_stat_clear_snapshot()');
        const { rows } = await client.query(
          "select from pg_stat_activity where application_name = 'doordesk-rotate' and wait_event_type = 'Lock'",
        );
        return rows.length;
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  killed.child.kill('SIGKILL');
  await killed.ended;
  await client.query('rollback');
  client.release(true);
  expect(await numbers()).toBe(1);
  await check(keys[0]);
  await closeDb();

  expect(await start(keys[1], keys[0]).ended).toMatchObject([0, expect.stringContaining('key 2')]);
  await check(keys[1]);
  await expect(openVault(getDb(), keys[0])).rejects.toThrow(VaultKeyError);
  await closeDb();
  expect(await start(keys[1], keys[0]).ended).toMatchObject([
    0,
    expect.stringContaining('Nothing is to be done'),
  ]);

  await openVault(getDb(), keys[1]);
  expect(await rotateVault(getDb(), { before: keys[1], next: keys[2] })).toEqual({
    keyNumber: 3,
    sealed: 3,
    unopened: 0,
  });
  await check(keys[2]);
});

test('a rotation is refused while Doordesk is running, and with a wrong key', async () => {
  const next = randomBytes(32);
  await getPool().query('select');
  expect(await start(next, keys[2]).ended).toMatchObject([1, expect.stringContaining('Stop it first')]);
  await closeDb();
  expect(await start(next, keys[1]).ended).toMatchObject([1, expect.stringContaining('is not the key')]);
  expect(await numbers()).toBe(3);
});

test('a key that was replaced signs no entry and no head any more', async () => {
  await openVault(getDb(), keys[2]);
  const behind = async (statement: string) => {
    await getDb()
      .transaction()
      .execute(async (trx) => {
        await sql`set local session_replication_role = replica`.execute(trx);
        await sql.raw(statement).execute(trx);
      });
    return (await verifyAudit(getDb())).faults.join(' ');
  };
  expect(
    await behind('update audit_entry set key_number = 1 where seq = (select max(seq) from audit_entry)'),
  ).toContain('which had been replaced');
  await behind('update audit_entry set key_number = 3 where seq = (select max(seq) from audit_entry)');
  expect(await behind('update audit_head set key_number = 1')).toContain('head of the log was not written');
  await expect(record('with an old head')).rejects.toThrow('audit-unavailable');
  expect(await behind('update audit_head set key_number = 3')).toBe('');
});

const facts: ManifestFacts = {
  kind: 'doordesk-export',
  version: 1,
  id: 'one',
  file: 'events.csv',
  format: 'csv',
  count: 2,
  bytes: 100,
  sha256: 'a'.repeat(64),
  filter: {},
  address: '/events',
  language: 'en',
  account,
  role: 'manager',
  actor: account,
  asOf: '2026-11-25T12:00:00.000Z',
  finishedAt: '2026-11-25T12:00:01.000Z',
  schedule: null,
  generatedBy: 'Doordesk',
};
