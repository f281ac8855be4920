import { getDb } from '@/lib/db/client';
import type { Role } from '@/lib/doordeer/words';
import { type Browser, describeBrowser } from './describe-user-agent';
import type { Scope } from './scope';
import { endSessions, findSessionById, listSessions } from './session';

export type OwnSession = {
  id: string;
  current: boolean;
  role: Role;
  browser: Browser;
  startedAt: string;
  lastUsedAt: string;
  endsAt: string;
};

export async function listOwnSessions(scope: Scope): Promise<OwnSession[]> {
  const sessions = (await listSessions(scope.account)).filter(({ actor }) => actor === scope.actor);
  return sessions
    .map((session) => ({
      id: session.id,
      current: session.id === scope.sessionId,
      role: session.role,
      browser: describeBrowser(session.userAgent),
      startedAt: session.createdAt.toISOString(),
      lastUsedAt: session.lastUsedAt.toISOString(),
      endsAt: session.expiresAt.toISOString(),
    }))
    .sort((one, other) => Number(other.current) - Number(one.current));
}

export async function ownsSession(scope: Scope, id: string): Promise<boolean> {
  const session = await findSessionById(id);
  return session?.account === scope.account && session.actor === scope.actor;
}

export async function endOwnSession(scope: Scope, id: string): Promise<void> {
  const reason = id === scope.sessionId ? 'signed-out' : 'ended-elsewhere';
  if (await ownsSession(scope, id)) await endSessions(getDb(), { ids: [id], reason });
}

export async function endOtherSessions(scope: Scope): Promise<number> {
  const others = (await listSessions(scope.account)).filter(
    ({ id, actor }) => id !== scope.sessionId && actor === scope.actor,
  );
  return endSessions(getDb(), { ids: others.map(({ id }) => id), reason: 'ended-elsewhere' });
}
