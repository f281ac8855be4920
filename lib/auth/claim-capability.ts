import type { Db } from '@/lib/db/client';
import type { Grants, WorkspaceCapability } from '@/lib/db/tables/members';
import { lockByName } from '@/lib/db/transaction-lock';
import { DeskError } from '@/lib/errors';
import { mayInWorkspace } from './grants';
import { isVendorClosed } from './read-person';
import type { Scope } from './scope';

export type Claimant = Pick<Scope, 'workspaceId' | 'sessionId' | 'member'>;

/**
 * Looks again, in the transaction of a change, at what its actor may do: they may have been removed, signed out or closed
 * out while the change waited. Until the end of the transaction no one changes the workspace's members and settings.
 * Returns what the actor may do; null: a vendor sign-in, which has all. Throws DeskError `not-allowed` or `signed-out`.
 */
export async function claimCapability(
  trx: Db,
  { workspaceId, sessionId, member }: Claimant,
  capability: WorkspaceCapability,
): Promise<Grants | null> {
  await lockByName(trx, `members:${workspaceId}`);
  const grants = member ? await grantsOf(trx, { workspaceId, memberId: member.id }) : null;
  if (!member && (await isVendorClosed(workspaceId, trx))) throw new DeskError('signed-out');
  if (grants === undefined || !mayInWorkspace({ grants }, capability)) throw new DeskError('not-allowed');
  const session = await trx
    .selectFrom('session')
    .select('id')
    .where('id', '=', sessionId)
    .where('workspace_id', '=', workspaceId)
    .where('member_id', 'is not distinct from', member?.id ?? null)
    .executeTakeFirst();
  if (!session) throw new DeskError('signed-out');
  return grants;
}

async function grantsOf(
  trx: Db,
  { workspaceId, memberId }: { workspaceId: string; memberId: string },
): Promise<Grants | undefined> {
  const membership = await trx
    .selectFrom('membership')
    .select('grants')
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .executeTakeFirst();
  return membership?.grants;
}
