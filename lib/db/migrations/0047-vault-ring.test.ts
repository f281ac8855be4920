import { createCipheriv, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { recordAudit } from '@/lib/audit/record';
import { verifyAudit } from '@/lib/audit/verify-audit';
import { connectionSeal } from '@/lib/auth/sealed-password';
import { pushSeal } from '@/lib/desk/settings/push-seal';
import { vaultKey } from '@/lib/env';
import { withArchiveConsent } from '@/lib/testing/archive-consent';
import { useDatabase } from '@/lib/testing/database';
import { untyped } from '@/lib/testing/untyped';
import { open } from '@/lib/vault';
import type { Database } from '../schema';
import { openVault } from '../vault/vault-ring';
import { up } from './0047-vault-ring';

const database = useDatabase();
const account = 'anna@example.com';
let workspaceId: string;

/** As the version before had it. */
async function undo(db: Kysely<Database>): Promise<void> {
  await sql`drop table vault_key`.execute(db);
  for (const table of ['audit_entry', 'audit_head'])
    await sql`alter table ${sql.table(table)} drop column key_number`.execute(db);
}

function sealAsBefore(purpose: string, id: string, plain: string, root = vaultKey()): Buffer {
  const key = Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `doordesk/${purpose}/v1`, 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(id));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]);
}

const [consent, phone, session] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  const db = database.db();
  const workspace = await db
    .insertInto('workspace')
    .values({ account, role: 'manager' })
    .returning('id')
    .executeTakeFirstOrThrow();
  workspaceId = workspace.id;
  const entry = { workspaceId, actor: account, account, role: 'manager', action: 'test.do' } as const;
  for (const subject of ['one', 'two']) await recordAudit(db, { ...entry, subject, outcome: 'done' });
  await undo(db);
  await withArchiveConsent(db);
  await sql`
    insert into archive_consent (id, workspace_id, actor, sealed_password, given_at)
    values (${consent}, ${workspaceId}, ${account}, ${sealAsBefore('archive-password', consent, 'secret')}, now())`.execute(
    db,
  );
  await sql`
    insert into push_phone (id, workspace_id, name, push_type, phone, app_key, sealed_token, sealed_certificate,
      popup_activity)
    values (${phone}, ${workspaceId}, 'Phone', 1, 'ios', '', ${sealAsBefore('push-phone', `${phone}/token`, 'token')},
      ${sealAsBefore('push-phone', `${phone}/certificate`, 'x'.repeat(3_000))}, '')`.execute(db);
  await sql`
    insert into session (id, token_hash, workspace_id, actor, sealed_password, user_agent, created_at, last_used_at,
      expires_at)
    values (${session}, '\\x01', ${workspaceId}, ${account}, ${sealAsBefore('session-password', session, 'secret')}, '',
      now(), now(), now() + interval '1 day')`.execute(db);
});

test('an upgrade with another key is refused before anything is lost', async () => {
  const right = process.env.DOORDESK_VAULT_KEY;
  process.env.DOORDESK_VAULT_KEY = randomBytes(32).toString('base64');
  const upgrade = database
    .db()
    .transaction()
    .execute((trx) => up(untyped(trx)));
  await expect(upgrade).rejects.toThrow('DOORDESK_VAULT_KEY is not the key');
  process.env.DOORDESK_VAULT_KEY = right;
});

test('consents and phones of an older version open after the upgrade, and its sessions have ended', async () => {
  const db = database.db();
  await up(untyped(db));
  await openVault(db, vaultKey());
  const { rows } = await sql<{
    sealed_password: Buffer;
  }>`select sealed_password from archive_consent`.execute(db);
  const at = { id: consent, workspaceId, account };
  expect(open(connectionSeal(at), rows[0]?.sealed_password ?? Buffer.alloc(0)).reveal()).toBe('secret');
  const { sealed_token, sealed_certificate } = await db
    .selectFrom('push_phone')
    .selectAll()
    .executeTakeFirstOrThrow();
  expect(open(pushSeal(at, phone, 'token'), sealed_token).reveal()).toBe('token');
  const certificate = open(pushSeal(at, phone, 'certificate'), sealed_certificate ?? Buffer.alloc(0));
  expect(certificate.reveal()).toBe('x'.repeat(3_000));
  expect(await db.selectFrom('session').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('ended_session').select('reason').execute()).toEqual([{ reason: 'expired' }]);
  expect(await verifyAudit(db)).toMatchObject({ entries: 2, faults: [] });
});
