import { randomBytes, randomUUID } from 'node:crypto';
import { noGrants } from '../auth/grants';
import { createMemberSession } from '../auth/session';
import { getDb } from '../db/client';
import type { Grants } from '../db/tables/members';
import { foldAccount } from '../text/fold-account';
import { enterSession, type SignedIn } from './scope';

export type SignedInMember = SignedIn & { memberId: string };

type Given = {
  workspaceId: string;
  name?: string;
  /** What is left out is not given. */
  grants?: Partial<Grants>;
  email?: string;
  /** Digest of the vendor's password that the member knows. */
  vendorCredential?: Buffer;
};

/** A new member of a workspace, signed in without the page. */
export async function memberIn(given: Given): Promise<SignedInMember> {
  const memberId = await addMember(given);
  return signInMember({ ...given, memberId });
}

/** Without a session. Returns the member's id. */
export async function addMember({ name = 'Member', email, ...given }: Given): Promise<string> {
  const signInName = email ?? `${name}-${randomUUID()}`;
  const { id } = await getDb()
    .insertInto('member')
    .values({
      name,
      sign_in_name: signInName,
      folded_sign_in_name: foldAccount(signInName),
      email: email ?? null,
      webauthn_id: randomBytes(32),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addMembership({ ...given, memberId: id });
  return id;
}

/** In one more workspace. */
export async function addMembership({
  workspaceId,
  memberId,
  grants,
  vendorCredential,
}: Given & { memberId: string }): Promise<void> {
  await getDb()
    .insertInto('membership')
    .values({
      workspace_id: workspaceId,
      member_id: memberId,
      grants: JSON.stringify({ ...noGrants, ...grants }),
      vendor_credential: vendorCredential ?? null,
      knew_password: vendorCredential !== undefined,
      invited_by: 'test',
    })
    .execute();
}

/** One more session of a member. */
export async function signInMember({
  workspaceId,
  memberId,
}: {
  workspaceId: string;
  memberId: string;
}): Promise<SignedInMember> {
  const { name } = await getDb()
    .selectFrom('member')
    .select('name')
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow();
  const session = await createMemberSession(getDb(), {
    workspaceId,
    memberId,
    actor: name,
    userAgent: 'vitest',
    network: 'test',
  });
  return { ...(await enterSession(session)), memberId };
}
