import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import type { Grants, WorkspaceCapability } from '@/lib/db/tables/members';
import { DeskError } from '@/lib/errors';

/** `above`: ending more things than this within an hour needs a second member. */
export type ApprovalRule = { above: number };

/** A single person who changes these could approve their own requests, through a second sign-in that they made. */
const shared: readonly WorkspaceCapability[] = ['members', 'approve'];

export function sharedRightsOf({ workspace }: Grants): WorkspaceCapability[] {
  return shared.filter((one) => workspace.includes(one));
}

/** `after`: null: the member is removed. */
export function changesSharedRights(before: Grants, after: Grants | null): boolean {
  return sharedRightsOf(before).join() !== (after ? sharedRightsOf(after).join() : '');
}

/**
 * Null: nothing waits. The setting has no effect without two members who may approve, because a workspace could lock
 * itself otherwise.
 */
export async function readApprovalRule(workspaceId: string, db: Db = getDb()): Promise<ApprovalRule | null> {
  const { rows } = await sql<{ above: number; approvers: number }>`
    select approval_above as above, (
      select count(*)::int from membership
      where membership.workspace_id = ${workspaceId} and membership.grants -> 'workspace' @> '["approve"]'
    ) as approvers
    from workspace_setting
    where workspace_setting.workspace_id = ${workspaceId} and second_approval`.execute(db);
  const [setting] = rows;
  return setting && setting.approvers >= 2 ? { above: setting.above } : null;
}

/**
 * In the transaction of a change that needs approval: the second pair of eyes may have been switched on after the first look.
 * Throws DeskError `conflict`.
 */
export async function refuseUnapproved(trx: Db, workspaceId: string, approved: boolean): Promise<void> {
  if (!approved && (await readApprovalRule(workspaceId, trx))) throw new DeskError('conflict');
}
