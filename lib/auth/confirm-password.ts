import { createHash, timingSafeEqual } from 'node:crypto';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { storeChannels } from '@/lib/devices/mutations';
import type { Secret } from '@/lib/doordeer/secret';
import type { ErrorCode } from '@/lib/errors';
import { readNetwork } from './client-network';
import { renewConsent } from './consent';
import { credentialOf } from './credential';
import { acceptCredential } from './doubt';
import { provePassword } from './prove-password';
import type { Scope } from './scope';
import { endSessions, findSessionById, reauthenticationMs, replacePassword } from './session';
import { countTry, minutesUntil, releaseTry, reserveTry } from './throttle';

/** Whether the password was typed again within 10 minutes. Signing in does not count. */
export async function hasTypedPassword(sessionId: string, now = databaseDate()): Promise<boolean> {
  const session = await findSessionById(sessionId, now);
  const typedAt = session?.reauthenticatedAt;
  return typedAt !== null && typedAt !== undefined && now.getTime() - typedAt.getTime() < reauthenticationMs;
}

export type Reauthentication =
  | { ok: true }
  | { ok: false; code: 'throttled'; minutes: number; ends: boolean }
  | { ok: false; code: Exclude<ErrorCode, 'throttled'> };

/**
 * Compares a password typed again with the sealed one, without a call that the vendor could count. Five wrong ones in
 * 15 minutes end the session: the person is probably not its owner. If the sealed password is in doubt, the cloud is
 * asked, and the session continues with the password that it accepts.
 */
export async function confirmPassword(
  scope: Scope,
  typed: Secret,
  now = databaseDate(),
): Promise<Reauthentication> {
  const bucket = `password:${scope.sessionId}`;
  const answer = scope.inDoubt
    ? await askCloud(scope, typed, bucket)
    : await compare(scope, typed, { bucket, now });
  if (answer.ok) {
    await getDb()
      .updateTable('session')
      .set({ reauthenticated_at: now })
      .where('id', '=', scope.sessionId)
      .execute();
  } else if (answer.code === 'throttled' && answer.ends) {
    await endSessions(getDb(), { ids: [scope.sessionId], reason: 'throttled', now });
  }
  return answer;
}

async function compare(
  scope: Scope,
  typed: Secret,
  { bucket, now }: { bucket: string; now: Date },
): Promise<Reauthentication> {
  const reserved = await reserveTry({ bucket, limit: 5, windowMs: 15 * 60_000 }, { now });
  if (!reserved.ok) {
    return { ok: false, code: 'throttled', minutes: minutesUntil(reserved.retryAt, now), ends: true };
  }
  if (!isSame(typed, scope.password)) {
    await countTry(reserved.id, { now });
    return { ok: false, code: 'wrong-password' };
  }
  await releaseTry(reserved.id);
  return { ok: true };
}

async function askCloud(scope: Scope, typed: Secret, bucket: string): Promise<Reauthentication> {
  const { account, role, workspaceId, actor } = scope;
  const network = await readNetwork();
  const proof = await provePassword({ account, role, password: typed, network }, bucket);
  if (!proof.ok) {
    const { code, minutes = 0, throttledBy } = proof;
    // Tries without a verdict say nothing about the person, so they end no session.
    if (code === 'throttled') return { ok: false, code, minutes, ends: throttledBy?.bucket === bucket };
    return { ok: false, code };
  }
  await storeChannels(workspaceId, proof.list);
  await getDb()
    .transaction()
    .execute(async (trx) => {
      await acceptCredential(trx, credentialOf(account, typed));
      if (!isSame(typed, scope.password)) {
        await replacePassword(trx, scope.sessionId, typed);
      }
      await renewConsent(trx, { workspaceId, account, actor, password: typed });
    });
  return { ok: true };
}

/** Compares digests in constant time: they have equal lengths. */
function isSame(one: Secret, other: Secret): boolean {
  const digest = (secret: Secret) => createHash('sha256').update(secret.reveal()).digest();
  return timingSafeEqual(digest(one), digest(other));
}
