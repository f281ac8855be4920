import { createHash, timingSafeEqual } from 'node:crypto';
import { getDb } from '@/lib/db/client';
import { storeChannels } from '@/lib/devices/mutations';
import type { Secret } from '@/lib/doordeer/secret';
import { readNetwork } from './client-network';
import type { Confirmation } from './confirmation-verdict';
import { renewConnection } from './connection';
import { credentialOf } from './credential';
import { acceptCredential } from './doubt';
import { forgetOldPasswords } from './exposed-password';
import { provePassword } from './prove-password';
import { callerOf, type Scope } from './scope';
import { replacePassword } from './session';
import { countTry, minutesUntil, releaseTry, reserveTry } from './throttle';

/**
 * Compares a password typed again with the sealed one, without a call that the vendor could count. Five wrong ones in
 * 15 minutes end the session. If the sealed password is in doubt, the cloud is asked, and the session continues with
 * the password that it accepts.
 */
export function checkPassword(scope: Scope, typed: Secret, now: Date): Promise<Confirmation> {
  const bucket = `password:${scope.sessionId}`;
  return scope.inDoubt ? askCloud(scope, typed, bucket) : compare(scope, typed, { bucket, now });
}

async function compare(
  scope: Scope,
  typed: Secret,
  { bucket, now }: { bucket: string; now: Date },
): Promise<Confirmation> {
  const reserved = await reserveTry({ bucket, limit: 5, windowMs: 15 * 60_000 }, { now });
  if (!reserved.ok) {
    return { ok: false, code: 'throttled', minutes: minutesUntil(reserved.retryAt, now), ends: true };
  }
  if (!isSame(typed, callerOf(scope).password)) {
    await countTry(reserved.id, { now });
    return { ok: false, code: 'wrong-password' };
  }
  await releaseTry(reserved.id);
  return { ok: true };
}

async function askCloud(scope: Scope, typed: Secret, bucket: string): Promise<Confirmation> {
  const { account, role, workspaceId, actor } = scope;
  const network = await readNetwork();
  const proof = await provePassword({ account, role, password: typed, network }, bucket);
  if (!proof.ok) {
    const { code, minutes = 0, throttledBy } = proof;
    // Tries without a verdict say nothing about the person, so they end no session.
    if (code === 'throttled') return { ok: false, code, minutes, ends: throttledBy?.bucket === bucket };
    return { ok: false, code };
  }
  await storeChannels(scope, proof.list);
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const credential = credentialOf(account, typed);
      await acceptCredential(trx, { credential, role });
      await forgetOldPasswords(trx, { account, credential });
      if (!isSame(typed, callerOf(scope).password)) {
        await replacePassword(trx, scope.sessionId, typed);
      }
      await renewConnection(trx, { workspaceId, account, role, actor, password: typed });
    });
  return { ok: true };
}

/** Compares digests in constant time: they have equal lengths. */
function isSame(one: Secret, other: Secret): boolean {
  const digest = (secret: Secret) => createHash('sha256').update(secret.reveal()).digest();
  return timingSafeEqual(digest(one), digest(other));
}
