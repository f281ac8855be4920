import { recordAudit } from '@/lib/audit/record';
import { getDb } from '@/lib/db/client';
import { log } from '@/lib/log';
import { open } from '@/lib/vault';
import { getDoordeer } from './cloud-client';
import { readClient } from './scope-entry';
import { sessionSeal } from './sealed-password';
import { endSessions, findSession, type Session } from './session';

const patienceMs = 1_500;

/** Informs the cloud (10012) too, but neither the cloud nor the audit log can keep a person signed in. */
export async function signOut(token: string, { tellCloud = true } = {}): Promise<void> {
  const session = await findSession(token, { touch: false });
  if (!session) return;
  await endSessions(getDb(), { ids: [session.id], reason: 'signed-out' });
  await recordAudit(getDb(), {
    workspaceId: session.workspaceId,
    actor: session.actor,
    account: session.account,
    role: session.role,
    action: 'sessions.sign-out',
    subject: session.memberId ? session.actor : session.account,
    memberId: session.memberId,
    connectionId: session.connectionId,
    ...(await readClient()),
    outcome: 'done',
  }).catch(() => {});
  // The connection that a member used goes on.
  if (!tellCloud || session.memberId) return;
  await Promise.race([quit(session), new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
}

async function quit(session: Session): Promise<void> {
  try {
    if (!session.sealedPassword) return;
    const password = open(sessionSeal(session), session.sealedPassword);
    const { account } = session;
    await getDoordeer().call('signOut', { account, password }, { retries: 0, via: session });
  } catch (error) {
    log.info({ err: error }, 'the cloud was not informed of a sign-out');
  }
}
