import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { checkPassword } from './check-password';
import type { Confirmation, IdentityProof } from './confirmation-verdict';
import type { Scope } from './scope';
import { endSessions, findSessionById, reauthenticationMs } from './session';

const ways: {
  [Way in IdentityProof['way']]: (
    scope: Scope,
    proof: Extract<IdentityProof, { way: Way }>,
    now: Date,
  ) => Promise<Confirmation>;
} = {
  password: (scope, { password }, now) => checkPassword(scope, password, now),
};

/** After it, verbs and exports that need it are open to the session for 10 minutes. */
export async function confirmIdentity(
  scope: Scope,
  proof: IdentityProof,
  now = databaseDate(),
): Promise<Confirmation> {
  const answer = await ways[proof.way](scope, proof, now);
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

/** Whether the person showed within 10 minutes who they are. Signing in does not count. */
export async function hasConfirmedIdentity(sessionId: string, now = databaseDate()): Promise<boolean> {
  const session = await findSessionById(sessionId, now);
  const at = session?.reauthenticatedAt;
  return at !== null && at !== undefined && now.getTime() - at.getTime() < reauthenticationMs;
}
