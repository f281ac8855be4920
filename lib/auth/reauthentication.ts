import { createHash, timingSafeEqual } from 'node:crypto';
import { getDb } from '@/lib/db/client';
import type { Secret } from '@/lib/doordeer/secret';
import type { Scope } from './scope';
import { endSessions, findSessionById, reauthenticationMs } from './session';
import { countTry, minutesUntil, releaseTry, reserveTry } from './throttle';

/** Was the session's password typed again within the last 10 minutes? Signing in does not count. */
export async function hasTypedPassword(sessionId: string, now = new Date()): Promise<boolean> {
  const session = await findSessionById(sessionId, now);
  const typedAt = session?.reauthenticatedAt;
  return typedAt !== null && typedAt !== undefined && now.getTime() - typedAt.getTime() < reauthenticationMs;
}

export type Reauthentication =
  | { ok: true }
  | { ok: false; code: 'wrong-password' }
  | { ok: false; code: 'throttled'; minutes: number };

/**
 * Compares a password typed again with the sealed one: no call to the vendor, so nothing that the vendor counts. Five
 * wrong ones in 15 minutes end the session: whoever sits there is not its owner, and signing in has its own throttle.
 */
export async function confirmPassword(
  scope: Scope,
  typed: Secret,
  now = new Date(),
): Promise<Reauthentication> {
  const rule = { bucket: `password:${scope.sessionId}`, limit: 5, windowMs: 15 * 60_000 };
  const reserved = await reserveTry(rule, { now });
  if (!reserved.ok) {
    await endSessions(getDb(), { ids: [scope.sessionId], reason: 'throttled', now });
    return { ok: false, code: 'throttled', minutes: minutesUntil(reserved.retryAt, now) };
  }
  if (!isSame(typed, scope.password)) {
    await countTry(reserved.id, { now });
    return { ok: false, code: 'wrong-password' };
  }
  await releaseTry(reserved.id);
  await getDb()
    .updateTable('session')
    .set({ reauthenticated_at: now })
    .where('id', '=', scope.sessionId)
    .execute();
  return { ok: true };
}

/** Compares digests, which are equally long whatever was typed, in constant time. */
function isSame(one: Secret, other: Secret): boolean {
  const digest = (secret: Secret) => createHash('sha256').update(secret.reveal()).digest();
  return timingSafeEqual(digest(one), digest(other));
}
