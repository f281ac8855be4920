import { sql, type Transaction } from 'kysely';
import { appendEntry } from '@/lib/audit/record';
import { credentialOf } from '@/lib/auth/credential';
import { rotateKnownPasswords } from '@/lib/auth/exposed-password';
import { connectionSeal, sessionSeal } from '@/lib/auth/sealed-password';
import type { Db } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { migrationLock } from '@/lib/db/migrate-database';
import type { Database } from '@/lib/db/schema';
import { addKey, readKeyRows } from '@/lib/db/vault/vault-ring';
import { rotateDoorcodes } from '@/lib/doorcodes/rotate-doorcodes';
import { totpSeal } from '@/lib/members/sign-in/totp-code';
import { type SealedFor, seal, tryOpen } from '@/lib/vault';
import { pushSeal } from './settings/push-seal';

export type Rotation = {
  keyNumber: number;
  sealed: number;
  /** Values that do not open with the old key, as before. */
  unopened: number;
};

type Trx = Transaction<Database>;

/**
 * Seals everything under the key `next` and computes all digests of passwords again, in one transaction: a rotation that
 * was interrupted has changed nothing. Digests of deleted events keep the first key, because their events are gone.
 */
export function rotateVault(db: Db, keys: { before: Buffer; next: Buffer }): Promise<Rotation> {
  return db.transaction().execute(async (trx) => {
    // A Doordesk that starts meanwhile waits here, and then finds that its key was replaced.
    await sql`select pg_advisory_xact_lock(${migrationLock}::bigint)`.execute(trx);
    const before = (await readKeyRows(trx)).at(-1)?.number ?? 0;
    const keyNumber = await addKey(trx, keys);
    const counts = { sealed: 0, unopened: 0 };
    const credentials = new Map<string, Buffer>();
    await rotateSessions(trx, counts, credentials);
    await rotateConnections(trx, counts, credentials);
    await rotateDoubts(trx, credentials);
    await rotateKnownPasswords(trx, (credential) => credentials.get(credential.toString('hex')));
    await rotatePhones(trx, counts);
    await rotateTotp(trx, counts);
    const codes = await rotateDoorcodes(trx, keyNumber);
    counts.sealed += codes.sealed;
    counts.unopened += codes.unopened;
    const entry = {
      workspaceId: null,
      actor: 'doordesk',
      account: 'doordesk',
      role: null,
      action: 'vault.rotate',
      subject: String(keyNumber),
      outcome: 'done',
      detail: { sealed: counts.sealed },
    } as const;
    await appendEntry(trx, entry, { headKey: before });
    return { keyNumber, ...counts };
  });
}

type Counts = { sealed: number; unopened: number };

function sealAgain(what: SealedFor, value: Buffer, counts: Counts) {
  const plain = tryOpen(what, value);
  counts[plain ? 'sealed' : 'unopened'] += 1;
  return plain && { plain, value: seal(what, plain) };
}

type Credentials = Map<string, Buffer>;

async function rotateSessions(trx: Trx, counts: Counts, credentials: Credentials): Promise<void> {
  const rows = await trx
    .selectFrom('session')
    .innerJoin('workspace', 'workspace.id', 'session.workspace_id')
    .select(['session.id', 'token_hash as tokenHash', 'workspace.id as workspaceId', 'account'])
    .select(['sealed_password', 'credential'])
    .execute();
  for (const row of rows) {
    const again = row.sealed_password && sealAgain(sessionSeal(row), row.sealed_password, counts);
    if (!again) continue;
    const credential = credentialOf(row.account, again.plain);
    if (row.credential) credentials.set(row.credential.toString('hex'), credential);
    await trx
      .updateTable('session')
      .set({ sealed_password: again.value, credential })
      .where('id', '=', row.id)
      .execute();
  }
}

async function rotateConnections(trx: Trx, counts: Counts, credentials: Credentials): Promise<void> {
  const rows = await trx
    .selectFrom('connection')
    .select(['id', 'workspace_id as workspaceId', 'account', 'sealed_password', 'credential'])
    .execute();
  for (const row of rows) {
    const again = row.sealed_password && sealAgain(connectionSeal(row), row.sealed_password, counts);
    if (!again) continue;
    const credential = credentialOf(row.account, again.plain);
    if (row.credential) credentials.set(row.credential.toString('hex'), credential);
    await trx
      .updateTable('connection')
      .set({ sealed_password: again.value, credential })
      .where('id', '=', row.id)
      .execute();
  }
}

/** A doubt about a password that no one holds would never be found again. */
async function rotateDoubts(trx: Trx, credentials: Credentials): Promise<void> {
  const doubts = await trx.selectFrom('credential_doubt').select('credential').execute();
  for (const { credential } of doubts) {
    const next = credentials.get(credential.toString('hex'));
    if (next)
      await trx
        .updateTable('credential_doubt')
        .set({ credential: next })
        .where('credential', '=', credential)
        .execute();
    else await trx.deleteFrom('credential_doubt').where('credential', '=', credential).execute();
  }
}

async function rotatePhones(trx: Trx, counts: Counts): Promise<void> {
  const rows = await trx
    .selectFrom('push_phone')
    .innerJoin('workspace', 'workspace.id', 'push_phone.workspace_id')
    .select(['push_phone.id', 'workspace.id as workspaceId', 'account'])
    .select(['sealed_token', 'sealed_certificate'])
    .modifyEnd(everyWorkspace)
    .execute();
  for (const row of rows) {
    const { id, sealed_token, sealed_certificate } = row;
    const token = sealAgain(pushSeal(row, id, 'token'), sealed_token, counts);
    const certificate =
      sealed_certificate && sealAgain(pushSeal(row, id, 'certificate'), sealed_certificate, counts);
    await trx
      .updateTable('push_phone')
      .set({
        sealed_token: token?.value ?? sealed_token,
        sealed_certificate: certificate?.value ?? sealed_certificate,
      })
      .where('workspace_id', '=', row.workspaceId)
      .where('id', '=', id)
      .execute();
  }
}

/** What was not confirmed yet lives for minutes, and the older key stays in the ring. */
async function rotateTotp(trx: Trx, counts: Counts): Promise<void> {
  const rows = await trx
    .selectFrom('member')
    .select(['id', 'sealed_totp'])
    .where('sealed_totp', 'is not', null)
    .execute();
  for (const { id, sealed_totp } of rows) {
    const again = sealed_totp && sealAgain(totpSeal(id), sealed_totp, counts);
    if (again)
      await trx.updateTable('member').set({ sealed_totp: again.value }).where('id', '=', id).execute();
  }
}
