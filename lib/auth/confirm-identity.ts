import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Confirmation } from './confirmation-verdict';
import type { Scope } from './scope';
import { endSessions, findSessionById, reauthenticationMs } from './session';

/** How a person shows who they are. The rooms above know the ways. */
export type Check = (scope: Scope, now: Date) => Promise<Confirmation>;

/** After it, verbs and exports that need it are open to the session for 10 minutes. */
export async function confirmIdentity(
  scope: Scope,
  check: Check,
  now = databaseDate(),
): Promise<Confirmation> {
  const answer = await check(scope, now);
  if (answer.ok) await confirmSession(scope.sessionId, now);
  else if (answer.code === 'throttled' && answer.ends) {
    await endSessions(getDb(), { ids: [scope.sessionId], reason: 'throttled', now });
  }
  return answer;
}

/** For a proof that came another way than through a scope, such as an issuer's answer. */
export async function confirmSession(sessionId: string, now = databaseDate()): Promise<void> {
  await getDb().updateTable('session').set({ reauthenticated_at: now }).where('id', '=', sessionId).execute();
}

/** Whether the person showed within 10 minutes who they are. Signing in does not count. */
export async function hasConfirmedIdentity(sessionId: string, now = databaseDate()): Promise<boolean> {
  const session = await findSessionById(sessionId, now);
  const at = session?.reauthenticatedAt;
  return at !== null && at !== undefined && now.getTime() - at.getTime() < reauthenticationMs;
}

/** What the person is asked for: the holder of the vendor's account for its password, a member for one of their own ways. */
export function neededProof({ member }: Pick<Scope, 'member'>): 'password-needed' | 'identity-needed' {
  return member ? 'identity-needed' : 'password-needed';
}
