import type { AuditEntry } from '@/lib/audit/entry';
import { readNetwork } from './client-network';
import { describeBrowser } from './describe-user-agent';
import { readRequest } from './request';
import type { Scope } from './scope';

type Client = Pick<AuditEntry, 'network' | 'device'>;

/** Where a request comes from, for the audit log. Empty for work in the background, which has no client. */
export async function readClient(): Promise<Client> {
  try {
    const { headers } = await readRequest();
    return { network: await readNetwork(), device: deviceOf(headers.get('user-agent') ?? '') };
  } catch {
    return {};
  }
}

/** Browser and system only: a whole user agent can identify one browser among all. */
export function deviceOf(userAgent: string): string | null {
  const { name, system } = describeBrowser(userAgent);
  return [name, system].filter(Boolean).join(' · ') || null;
}

type Actor = Pick<
  AuditEntry,
  'workspaceId' | 'actor' | 'account' | 'role' | 'memberId' | 'connectionId' | 'network' | 'device'
>;

/** Who does it, through which account, and from where: the part of an entry that is the same for all deeds. */
export async function entryOfScope(scope: Scope): Promise<Actor> {
  return {
    workspaceId: scope.workspaceId,
    actor: scope.actor,
    account: scope.account,
    role: scope.role,
    memberId: scope.member?.id ?? null,
    connectionId: scope.connectionId,
    ...(await readClient()),
  };
}
