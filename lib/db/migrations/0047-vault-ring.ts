import { createDecipheriv, createHmac } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Secret } from '../../doordeer/secret';
import { deriveFrom, holdKeys, proofOf, type SealedFor, seal } from '../../vault';

/**
 * The vault gets numbered keys, and sealed values are bound to their workspace and account. The present key becomes
 * number 1. Consents and phones are sealed again. Sessions end: their people sign in again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table vault_key (
      number integer primary key check (number between 1 and 65535),
      sealed bytea,
      proof bytea not null
    )`.execute(db);
  await sql`alter table audit_entry add column key_number integer not null default 1`.execute(db);
  await sql`alter table audit_head add column key_number integer not null default 1`.execute(db);
  await sql`
    with gone as (delete from session returning token_hash)
    insert into ended_session (token_hash, reason, ended_at)
    select token_hash, 'expired', now() from gone on conflict do nothing`.execute(db);
  if (await isNew(db)) return;

  const root = await findKey(db);
  await sql`insert into vault_key (number, proof) values (1, ${proofOf(root)})`.execute(db);
  holdKeys(new Map([[1, root]]));
  await sealConsents(db, root);
  await sealPhones(db, root);
}

/** Nothing is sealed or signed yet, so the first start chooses the key. */
async function isNew(db: Kysely<unknown>): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from archive_consent) or exists (select from push_phone)
      or exists (select from audit_head where seq > 0) as used`.execute(db);
  return !rows[0]?.used;
}

/** The key that signed the head of the audit log. With a rotation ahead, that is the old one. */
async function findKey(db: Kysely<unknown>): Promise<Buffer> {
  const { DOORDESK_VAULT_KEY, DOORDESK_VAULT_KEY_OLD } = process.env;
  const given = [DOORDESK_VAULT_KEY, DOORDESK_VAULT_KEY_OLD].flatMap((key) =>
    key?.trim() ? [Buffer.from(key, 'base64')] : [],
  );
  const { rows } = await sql<{ seq: number; mac: Buffer; head_mac: Buffer }>`
    select seq, mac, head_mac from audit_head where seq > 0`.execute(db);
  const found = given.find((root) =>
    rows.every(({ seq, mac, head_mac }) =>
      createHmac('sha256', deriveFrom(root, 'audit-chain'))
        .update(`head\n${seq}\n`)
        .update(mac)
        .digest()
        .equals(head_mac),
    ),
  );
  if (!found) throw new Error('DOORDESK_VAULT_KEY is not the key with which this database was written');
  return found;
}

async function sealConsents(db: Kysely<unknown>, root: Buffer): Promise<void> {
  const { rows } = await sql<{ id: string; workspace: string; account: string; sealed: Buffer }>`
    select consent.id, workspace.id as workspace, account, sealed_password as sealed
    from archive_consent as consent join workspace on workspace.id = workspace_id
    where sealed_password is not null`.execute(db);
  for (const { id, workspace, account, sealed } of rows) {
    const what = { purpose: 'archive-password', row: id, workspace, account } as const;
    const again = sealAgain(root, what, sealed);
    await sql`update archive_consent set sealed_password = ${again} where id = ${id}`.execute(db);
  }
}

async function sealPhones(db: Kysely<unknown>, root: Buffer): Promise<void> {
  const { rows } = await sql<{
    id: string;
    workspace: string;
    account: string;
    token: Buffer;
    certificate: Buffer | null;
  }>`
    select phone.id, workspace.id as workspace, account, sealed_token as token, sealed_certificate as certificate
    from push_phone as phone join workspace on workspace.id = workspace_id`.execute(db);
  for (const { id, workspace, account, token, certificate } of rows) {
    const what = (row: string) => ({ purpose: 'push-phone', row, workspace, account }) as const;
    await sql`
      update push_phone set sealed_token = ${sealAgain(root, what(`${id}/token`), token)},
        sealed_certificate = ${certificate && sealAgain(root, what(`${id}/certificate`), certificate)}
      where id = ${id}`.execute(db);
  }
}

/** What did not open before does not open now: it stays as it is. */
function sealAgain(root: Buffer, what: SealedFor, sealed: Buffer): Buffer {
  const plain = openOld(root, what, sealed);
  return plain ? seal(what, plain) : sealed;
}

/** The format of before: a byte 1, nonce, tag, and the text, with the row's id as associated data. */
function openOld(root: Buffer, { purpose, row }: SealedFor, sealed: Buffer): Secret | null {
  try {
    const key = deriveFrom(root, purpose);
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(row));
    decipher.setAuthTag(sealed.subarray(13, 29));
    return new Secret(Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString());
  } catch {
    return null;
  }
}
