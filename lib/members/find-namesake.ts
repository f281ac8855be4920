import type { Db } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';
import { DeskError } from '@/lib/errors';
import { foldAccount } from '@/lib/text/fold-account';

/** The audit log calls what Doordesk does by itself so. */
const desk = 'Doordesk';

/**
 * Whether a new member of a workspace would be taken for another person in lists and in the audit log: for a member, by
 * their name or by how they sign in, or for the holder of the vendor's account. Names are compared as people read them:
 * without case, width, accents, blanks and invisible characters.
 */
export async function hasNamesake(
  db: Db,
  { workspaceId, name }: { workspaceId: string; name: string },
): Promise<boolean> {
  const workspace = await db
    .selectFrom('workspace')
    .select('account')
    .where('id', '=', workspaceId)
    .executeTakeFirst();
  const members = await db
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['member.name', 'member.sign_in_name as signInName'])
    .where('membership.workspace_id', '=', workspaceId)
    .execute();
  const folded = foldAccount(name);
  const known = [desk, workspace?.account ?? '', ...members.flatMap((one) => [one.name, one.signInName])];
  return known.some((other) => foldAccount(other) === folded);
}

/** Throws DeskError `name-taken`, with the field to correct. */
export async function refuseNamesake(db: Db, wanted: { workspaceId: string; name: string }): Promise<void> {
  if (await hasNamesake(db, wanted)) throw new DeskError('name-taken', { name: 'nameOfOther' });
}

/** Two people who join at once wait for each other. Call it first in the transaction, as changes of members do. */
export function lockNames(trx: Db, workspaceId: string): Promise<void> {
  return lockByName(trx, `members:${workspaceId}`);
}
