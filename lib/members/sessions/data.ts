import { getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { Role } from '@/lib/doordeer/words';

export type OwnWorkspace = { id: string; account: string; role: Role; oidcOnly: boolean };

/** Where the member belongs, by the names of the accounts. */
export async function listWorkspaces(memberId: string): Promise<OwnWorkspace[]> {
  const rows = await getDb()
    .selectFrom('membership')
    .innerJoin('workspace', 'workspace.id', 'membership.workspace_id')
    .leftJoin('workspace_setting', 'workspace_setting.workspace_id', 'membership.workspace_id')
    .select(['workspace.id', 'workspace.account', 'workspace.role', 'workspace_setting.oidc_only'])
    .where('membership.member_id', '=', memberId)
    .orderBy('workspace.account')
    .orderBy('workspace.role')
    .modifyEnd(everyWorkspace)
    .execute();
  return rows.map(({ oidc_only, ...one }) => ({ ...one, oidcOnly: oidc_only ?? false }));
}
