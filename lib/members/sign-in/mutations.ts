import { randomBytes } from 'node:crypto';
import { refuseUnapproved } from '@/lib/abilities/approvals/rule';
import { claimCapability } from '@/lib/auth/claim-capability';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { buildingCapabilities, type Grants, workspaceCapabilities } from '@/lib/db/tables/members';
import { Secret } from '@/lib/doordeer/secret';
import { DeskError } from '@/lib/errors';
import { refuseNamesake } from '../find-namesake';
import { keepEntrance, listStrict, lockRosters } from '../keep-entrance';
import { oidcSettings } from '../oidc-settings';
import { addPasskey, freeSignInName, insertMember, isNameTaken } from './accept-invitation';
import { claimWays, type OwnSession } from './claim-ways';
import { findPasswordFault, hashPassword } from './member-password';
import { type NewPasskey, passkeySite } from './passkey-server';
import { setPassword } from './set-password';
import { issueTicket } from './sign-in-ticket';
import { confirmTotp } from './totp-code';

/**
 * Removes one way to sign in, unless it is the last that opens a workspace of the member. Two removals at once wait for each
 * other.
 */
export async function removeWay(own: OwnSession, remove: (trx: Db) => Promise<unknown>): Promise<void> {
  const { memberId } = own;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const workspaces = await lockRosters(trx, memberId);
      await claimWays(trx, own);
      await keepEntrance(trx, workspaces, () => remove(trx));
      const strict = await listStrict(trx, workspaces);
      const { oidc, others } = await countWays(trx, memberId);
      const isStrict = workspaces.length > 0 && strict.length === workspaces.length;
      if (oidc + (isStrict ? 0 : others) === 0) throw new DeskError('last-way');
    });
}

/** Those that open something: no identity of an issuer that is no longer set, no passkey where browsers take none. */
export async function countWays(trx: Db, memberId: string): Promise<{ oidc: number; others: number }> {
  const passkeys = await trx
    .selectFrom('member_passkey')
    .select('id')
    .where('member_id', '=', memberId)
    .execute();
  const member = await trx
    .selectFrom('member')
    .select('id')
    .where('id', '=', memberId)
    .where('password_hash', 'is not', null)
    .where('sealed_totp', 'is not', null)
    .executeTakeFirst();
  const identities = await trx
    .selectFrom('member_identity')
    .select('subject')
    .where('member_id', '=', memberId)
    .where('issuer', '=', oidcSettings()?.issuer ?? '')
    .execute();
  return { oidc: identities.length, others: (passkeySite() ? passkeys.length : 0) + (member ? 1 : 0) };
}

export async function removePassword(trx: Db, memberId: string): Promise<void> {
  await trx
    .updateTable('member')
    .set({ password_hash: null, password_set_at: null, sealed_totp: null, totp_step: null })
    .where('id', '=', memberId)
    .execute();
  await trx.deleteFrom('member_recovery_code').where('member_id', '=', memberId).execute();
}

export type TypedPassword = { signInName: string; password: string; challengeId: string; code: string };

/** Throws DeskError `invalid-input` with the fields to correct. The offered TOTP key is used up only if all is right. */
export async function preparePassword(
  typed: TypedPassword,
  {
    purpose,
    subject,
    memberId,
    own,
  }: { purpose: string; subject: string; memberId: string | null; own: string[] },
) {
  const password = new Secret(typed.password);
  const fault = await findPasswordFault(password, [typed.signInName, ...own]);
  if (fault) throw new DeskError('invalid-input', { password: fault });
  if (await isNameTaken(getDb(), typed.signInName, memberId))
    throw new DeskError('invalid-input', { signInName: 'nameTaken' });
  const totp = await confirmTotp(getDb(), typed, { purpose, subject });
  if (!totp) throw new DeskError('invalid-input', { code: 'wrongCode' });
  return { signInName: typed.signInName, hash: await hashPassword(password), totp };
}

/** Returns new recovery codes. */
export async function setOwnPassword(
  member: { id: string; name: string; sessionId: string },
  typed: TypedPassword,
): Promise<string[]> {
  const about = { purpose: 'own-totp', subject: member.id, memberId: member.id, own: [member.name] };
  const prepared = await preparePassword(typed, about);
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await claimWays(trx, { memberId: member.id, sessionId: member.sessionId });
      return setPassword(trx, { memberId: member.id, ...prepared });
    });
}

const everything: Grants = {
  workspace: [...workspaceCapabilities],
  everywhere: [...buildingCapabilities],
  buildings: [],
};

/**
 * The holder of the vendor's account becomes an owner with a sign-in of their own. The membership remembers which password
 * they know, because it must be replaced when they leave. Returns a ticket to sign in with.
 */
export async function becomeOwner(
  scope: Scope,
  given: { name: string; passkeyName: string; passkey: NewPasskey; webauthnId: Buffer },
  { approved }: { approved: boolean },
): Promise<string> {
  const { workspaceId, actor, sessionId } = scope;
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await claimCapability(trx, scope, 'members');
      await refuseUnapproved(trx, workspaceId, approved);
      const { name, webauthnId, passkey, passkeyName } = given;
      await refuseNamesake(trx, { workspaceId, name });
      const signInName = await freeSignInName(trx, actor);
      const memberId = await insertMember(trx, { name, signInName, email: null, webauthnId });
      const session = await trx
        .selectFrom('session')
        .select('credential')
        .where('id', '=', sessionId)
        .executeTakeFirst();
      await trx
        .insertInto('membership')
        .values({
          workspace_id: workspaceId,
          member_id: memberId,
          grants: JSON.stringify(everything),
          vendor_credential: session?.credential ?? null,
          knew_password: true,
          invited_by: '',
          joined_at: databaseDate(),
        })
        .execute();
      if (!(await addPasskey(trx, { memberId, name: passkeyName, passkey })))
        throw new DeskError('wrong-passkey');
      return issueTicket(trx, { memberId, workspaceId });
    });
}

export function newWebauthnId(): Buffer {
  return randomBytes(32);
}
