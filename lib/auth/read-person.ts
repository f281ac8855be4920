import { type Db, getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import type { ErrorCode } from '@/lib/errors';
import { noGrants, seesAnything, sharedGrants } from './grants';
import type { Session } from './session';

export type Member = { readonly id: string; readonly name: string };

/** `member`: null for the holder of the vendor's account. */
export type Person = { member: Member | null; grants: Grants | null };

/**
 * Who ordered work, and what they may do now: after a removal nothing, and nothing for a vendor sign-in once the workspace is
 * closed to it.
 */
export async function personOfWork(
  workspaceId: string,
  memberId: string | null,
  db: Db = getDb(),
): Promise<Person> {
  if (!memberId) return { member: null, grants: (await isVendorClosed(workspaceId, db)) ? noGrants : null };
  const found = await db
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['member.name', 'membership.grants'])
    .where('membership.workspace_id', '=', workspaceId)
    .where('membership.member_id', '=', memberId)
    .executeTakeFirst();
  return { member: { id: memberId, name: found?.name ?? '' }, grants: found?.grants ?? noGrants };
}

/** Of a living session. A member without a membership has none. */
export function personOf(session: Session): Person & { viewsAs: Member | null } {
  const { memberId, memberName, grants, viewsAs, viewedName, viewedGrants } = session;
  const member = memberId ? { id: memberId, name: memberName ?? '' } : null;
  const own = member ? (grants ?? noGrants) : null;
  if (!viewsAs) return { member, grants: own, viewsAs: null };
  return {
    member,
    grants: sharedGrants(viewedGrants ?? noGrants, own),
    viewsAs: { id: viewsAs, name: viewedName ?? '' },
  };
}

export async function isVendorClosed(workspaceId: string, db: Db = getDb()): Promise<boolean> {
  const setting = await db
    .selectFrom('workspace_setting')
    .select('vendor_sign_in_closed as closed')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return setting?.closed ?? false;
}

/** Why work stops: who ordered it is no longer a member or may do nothing any more, or was a vendor sign-in that is closed. */
export function lossOf({
  member,
  grants,
}: Person): Extract<ErrorCode, 'not-allowed' | 'vendor-closed'> | null {
  if (seesAnything({ grants })) return null;
  return member ? 'not-allowed' : 'vendor-closed';
}
