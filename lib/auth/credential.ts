import { createHmac } from 'node:crypto';
import type { Secret } from '@/lib/doordeer/secret';
import { deriveKey } from '@/lib/vault';

/**
 * Names an account's password without telling it: equal for the same account and password, in whatever row they are
 * sealed. Keyed by the vault: who has only the database cannot try guesses against it.
 */
export function credentialOf(account: string, password: Secret): Buffer {
  return createHmac('sha256', deriveKey('credential'))
    .update(JSON.stringify([account, password.reveal()]))
    .digest();
}
