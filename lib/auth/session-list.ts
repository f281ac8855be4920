import { getDb } from '@/lib/db/client';
import type { Role } from '@/lib/doordeer/words';
import { type Browser, describeBrowser } from './describe-user-agent';
import { spellingsOf } from './leave-notice';
import type { Scope } from './scope';
import { deviceOf } from './scope-entry';
import { endSessions, listMemberSessions, listSessions, type Session } from './session';

export type OwnSession = {
  id: string;
  current: boolean;
  /** The workspace's, when a member is signed in to it. */
  account: string | null;
  role: Role;
  browser: Browser;
  startedAt: string;
  lastUsedAt: string;
  endsAt: string;
};

export async function listOwnSessions(scope: Scope): Promise<OwnSession[]> {
  return (await findOwn(scope))
    .map((session) => ({
      id: session.id,
      current: session.id === scope.sessionId,
      account: session.memberId ? session.account : null,
      role: session.role,
      browser: describeBrowser(session.userAgent),
      startedAt: session.createdAt.toISOString(),
      lastUsedAt: session.lastUsedAt.toISOString(),
      endsAt: session.expiresAt.toISOString(),
    }))
    .sort((one, other) => Number(other.current) - Number(one.current));
}

/** Of a member in all workspaces; of an account in all roles and spellings, as notices are: see `leave-notice.ts`. */
async function findOwn({ account, actor, member }: Scope): Promise<Session[]> {
  if (member) return listMemberSessions(member.id);
  const spellings = await spellingsOf(getDb(), { account, kind: 'browser' });
  const accounts = [...new Set([account, ...spellings])];
  const actors = actor === account ? accounts : [actor];
  return (await listSessions(accounts)).filter((session) => actors.includes(session.actor));
}

export async function ownsSession(scope: Scope, id: string): Promise<boolean> {
  return (await findOwn(scope)).some((session) => session.id === id);
}

/** What the audit log calls it: its browser and system, or its id where they are not known or it is another person's. */
export async function sessionSubject({ id }: { id: string }, scope: Scope): Promise<string> {
  const own = (await findOwn(scope)).find((session) => session.id === id);
  return (own && deviceOf(own.userAgent)) ?? id;
}

export async function endOwnSession(scope: Scope, id: string): Promise<void> {
  const reason = id === scope.sessionId ? 'signed-out' : 'ended-elsewhere';
  if (await ownsSession(scope, id)) await endSessions(getDb(), { ids: [id], reason });
}

export async function endOtherSessions(scope: Scope): Promise<number> {
  const others = (await findOwn(scope)).filter(({ id }) => id !== scope.sessionId);
  return endSessions(getDb(), { ids: others.map(({ id }) => id), reason: 'ended-elsewhere' });
}
