import { createHmac } from 'node:crypto';
import type { Secret } from '@/lib/doordeer/secret';
import { deriveKey } from '@/lib/vault';

/** Equal for the same account and password. Keyed by the vault: a stolen database is not enough for guessing. */
export function credentialOf(account: string, password: Secret): Buffer {
  return createHmac('sha256', deriveKey('credential'))
    .update(JSON.stringify([account, password.reveal()]))
    .digest();
}
