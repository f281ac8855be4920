import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { Secret } from '@/lib/doordeer/secret';
import { deriveKey } from '@/lib/vault';

/** Equal for the same account and password. Keyed by the vault: a stolen database is not enough for guessing. */
export function credentialOf(account: string, password: Secret): Buffer {
  return createHmac('sha256', deriveKey('credential'))
    .update(JSON.stringify([account, password.reveal()]))
    .digest();
}

/** A row of an older version does not say which password it holds. */
export async function keepCredential(
  table: 'session' | 'connection',
  { id, account, password }: { id: string; account: string; password: Secret },
): Promise<void> {
  const credential = credentialOf(account, password);
  await sql`update ${sql.table(table)} set credential = ${credential} where id = ${id}`.execute(getDb());
}
