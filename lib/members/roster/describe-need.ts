import { sql } from 'kysely';
import type { ApprovalNeed } from '@/lib/abilities/approvals/requests';
import { changesSharedRights } from '@/lib/abilities/approvals/rule';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { loosens, type SettingChange } from './change-settings';
import { findMember, loadWorkspaceSettings } from './data';

type Facts = NonNullable<ApprovalNeed['facts']>;

/** Who decides must see each building that it names: else they would agree to what they cannot see. */
function ofWorkspace(subject: string, facts: Facts): ApprovalNeed {
  const named = [facts.grants, facts.before].flatMap((grants) => grants?.buildings ?? []);
  return { subject, buildings: [...new Set(named.map(({ name }) => name))], things: 1, facts };
}

/** An owner or approver is removed. */
export async function needToRemove(scope: Scope, id: string): Promise<ApprovalNeed | null> {
  const held = await findMember(scope, id);
  return held && changesSharedRights(held.grants, null) ? ofWorkspace(held.name, { about: id }) : null;
}

/** A member becomes owner or approver, or is that no longer. */
export async function needToChange(
  scope: Scope,
  { id, grants }: { id: string; grants: Grants },
): Promise<ApprovalNeed | null> {
  const held = await findMember(scope, id);
  if (!held || !changesSharedRights(held.grants, grants)) return null;
  return ofWorkspace(held.name, { about: id, grants, before: held.grants });
}

/** Whatever it gives: a person who accepts their own invitation has a second sign-in, and could approve what it asks. */
export function needToInvite({
  name,
  email,
  grants,
}: {
  name: string;
  email: string | null;
  grants: Grants;
}): ApprovalNeed {
  return ofWorkspace(name, { email, grants });
}

/** With the link a person could sign in as the other member. */
export async function needToRecover(scope: Scope, id: string): Promise<ApprovalNeed | null> {
  const held = await findMember(scope, id);
  return held ? ofWorkspace(held.name, { about: id }) : null;
}

/** The holder of the vendor's account becomes an owner, where there is one already. */
export async function needToBecomeOwner(
  { workspaceId }: Scope,
  { name }: { name: string },
): Promise<ApprovalNeed | null> {
  const owner = await getDb()
    .selectFrom('membership')
    .select('member_id')
    .where('workspace_id', '=', workspaceId)
    .where(sql<boolean>`grants -> 'workspace' ?| array['members', 'approve']`)
    .limit(1)
    .executeTakeFirst();
  return owner ? ofWorkspace(name, {}) : null;
}

/** The rule is switched off, or lets one person end more. */
export async function needToLoosen(scope: Scope, change: SettingChange): Promise<ApprovalNeed | null> {
  const { secondApproval, approvalAbove: above } = await loadWorkspaceSettings(scope);
  if (!secondApproval || !loosens({ above }, change)) return null;
  const to = change.secondApproval === false ? null : (change.approvalAbove ?? null);
  return ofWorkspace(Object.keys(change).join(' · '), { above: { from: above, to } });
}
