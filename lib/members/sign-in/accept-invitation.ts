import { randomBytes } from 'node:crypto';
import type { AuditEntry } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { readClient } from '@/lib/auth/scope-entry';
import { endSessions } from '@/lib/auth/session';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { Secret } from '@/lib/doordeer/secret';
import { DeskError, type ErrorCode, isDeskError } from '@/lib/errors';
import { foldAccount } from '@/lib/text/fold-account';
import { hasNamesake, lockNames, refuseNamesake } from '../find-namesake';
import { claimLink, findLinkById, type OneTimeLink } from '../one-time-link';
import { type Client, type MemberSignIn, openMemberSession } from './open-member-session';
import type { NewPasskey } from './passkey-server';
import { setPassword } from './set-password';
import { issueTicket } from './sign-in-ticket';

/** `fields`: what to correct; the link can still be used. */
export type Refused = { ok: false; code: ErrorCode; fields?: Record<string, string> };

type Admitted = { ok: true; memberId: string; ticket: string };

/** Null: the link can be used in this way. */
export async function refuseLink(
  link: OneTimeLink | null,
  way: 'passkey' | 'password' | 'oidc',
): Promise<ErrorCode | null> {
  if (link?.state !== 'open') return 'link-ended';
  const { purpose, workspaceId, memberId } = link;
  if (purpose === 'recovery')
    return way === 'oidc' ? 'not-allowed' : refuseRecovery(getDb(), { workspaceId, memberId });
  return way === 'oidc' || !(await takesOidcOnly(workspaceId)) ? null : 'oidc-needed';
}

export async function takesOidcOnly(workspaceId: string): Promise<boolean> {
  const setting = await getDb()
    .selectFrom('workspace_setting')
    .select('oidc_only as only')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst();
  return setting?.only ?? false;
}

/**
 * A new way to sign in opens every workspace of the member, and an owner of one must not give away another. So the link
 * works only for members of its workspace and no other.
 */
async function refuseRecovery(
  db: Db,
  { workspaceId, memberId }: { workspaceId: string; memberId: string | null },
): Promise<ErrorCode | null> {
  const rows = await db
    .selectFrom('membership')
    .select('workspace_id as workspaceId')
    .where('member_id', '=', memberId)
    .modifyEnd(everyWorkspace)
    .execute();
  if (!rows.some((row) => row.workspaceId === workspaceId)) return 'link-ended';
  return rows.length === 1 ? null : 'recovery-elsewhere';
}

/** All or nothing. A link that another request has used meanwhile admits no one. Throws DeskError `name-taken`. */
async function admit(
  link: OneTimeLink,
  {
    name,
    signInName,
    webauthnId,
    equip,
  }: {
    name: string;
    signInName: string | null;
    webauthnId?: Buffer;
    equip: (trx: Db, memberId: string) => Promise<void>;
  },
): Promise<Admitted | Refused> {
  return getDb()
    .transaction()
    .execute(async (trx): Promise<Admitted | Refused> => {
      if (!link.memberId) await lockNames(trx, link.workspaceId);
      const refusal = link.memberId ? await holdRecovered(trx, { ...link, memberId: link.memberId }) : null;
      if (refusal) return { ok: false, code: refusal };
      if (!(await claimLink(trx, link))) return { ok: false, code: 'link-ended' };
      if (!link.memberId) await refuseNamesake(trx, { workspaceId: link.workspaceId, name });
      const memberId =
        link.memberId ?? (await addMember(trx, { link, name, signInName, webauthnId: webauthnId ?? null }));
      await equip(trx, memberId);
      if (link.memberId) await endAccess(trx, link.memberId);
      const ticket = await issueTicket(trx, { memberId, workspaceId: link.workspaceId });
      await recordAudit(trx, await entryOf(link, { memberId, name }));
      return { ok: true, memberId, ticket };
    });
}

async function entryOf(
  { workspaceId, account, role, purpose, madeBy, name: invitedAs }: OneTimeLink,
  { memberId, name }: { memberId: string; name: string },
): Promise<AuditEntry> {
  return {
    workspaceId,
    actor: name,
    memberId,
    ...(await readClient()),
    account,
    role,
    action: purpose === 'invitation' ? 'invitations.accept' : 'invitations.recover',
    subject: name,
    outcome: 'done',
    detail: { by: madeBy, ...(invitedAs === name ? {} : { invitedAs }) },
  };
}

/** The member may have joined another workspace while the link was open. */
async function holdRecovered(
  trx: Db,
  link: { workspaceId: string; memberId: string },
): Promise<ErrorCode | null> {
  await trx.selectFrom('member').select('id').where('id', '=', link.memberId).forUpdate().execute();
  return refuseRecovery(trx, link);
}

/** After a recovery. The member joins no further workspace until they have kept one way to sign in only. */
async function endAccess(trx: Db, memberId: string): Promise<void> {
  const recovered = { recovered_at: databaseDate() };
  await trx.updateTable('member').set(recovered).where('id', '=', memberId).execute();
  const rows = await trx.selectFrom('session').select('id').where('member_id', '=', memberId).execute();
  await endSessions(trx, { ids: rows.map(({ id }) => id), reason: 'ended-elsewhere' });
}

async function addMember(
  trx: Db,
  {
    link,
    name,
    signInName,
    webauthnId,
  }: { link: OneTimeLink; name: string; signInName: string | null; webauthnId: Buffer | null },
): Promise<string> {
  const memberId = await insertMember(trx, {
    name,
    signInName: signInName ?? (await freeSignInName(trx, link.email ?? name)),
    email: link.email,
    webauthnId,
  });
  await addMembership(trx, link, memberId);
  return memberId;
}

async function addMembership(trx: Db, link: OneTimeLink, memberId: string): Promise<void> {
  await trx
    .insertInto('membership')
    .values({
      workspace_id: link.workspaceId,
      member_id: memberId,
      grants: JSON.stringify(link.grants),
      vendor_credential: null,
      invited_by: link.madeBy,
    })
    .execute();
}

export async function insertMember(
  trx: Db,
  {
    name,
    signInName,
    email,
    webauthnId,
  }: { name: string; signInName: string; email: string | null; webauthnId: Buffer | null },
): Promise<string> {
  const { id } = await trx
    .insertInto('member')
    .values({
      name,
      sign_in_name: signInName,
      folded_sign_in_name: foldAccount(signInName),
      email,
      webauthn_id: webauthnId ?? randomBytes(32),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** For those who sign in without typing a name. They can choose another one with a password. */
export async function freeSignInName(trx: Db, wanted: string): Promise<string> {
  if (!(await isNameTaken(trx, wanted))) return wanted;
  return `${wanted} ${randomBytes(4).toString('hex')}`;
}

export async function isNameTaken(db: Db, signInName: string, memberId?: string | null): Promise<boolean> {
  const holder = await db
    .selectFrom('member')
    .select('id')
    .where('folded_sign_in_name', '=', foldAccount(signInName))
    .executeTakeFirst();
  return holder !== undefined && holder.id !== memberId;
}

export async function addPasskey(
  trx: Db,
  { memberId, name, passkey }: { memberId: string; name: string; passkey: NewPasskey },
): Promise<boolean> {
  const added = await trx
    .insertInto('member_passkey')
    .values({
      ...passkey,
      member_id: memberId,
      name,
      transports: JSON.stringify(passkey.transports),
      last_used_at: databaseDate(),
    })
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

export function acceptWithPasskey(
  link: OneTimeLink,
  given: { name: string; passkeyName: string; passkey: NewPasskey; webauthnId: Buffer },
): Promise<Admitted | Refused> {
  const { name, webauthnId } = given;
  return admit(link, {
    name,
    signInName: null,
    webauthnId,
    async equip(trx, memberId) {
      // Of another member. Without it no one could sign in, so nothing of this is kept.
      if (!(await addPasskey(trx, { memberId, name: given.passkeyName, passkey: given.passkey })))
        throw new DeskError('conflict');
    },
  });
}

export async function acceptWithPassword(
  link: OneTimeLink,
  given: { name: string; signInName: string; hash: string; totp: { key: Secret; step: number } },
): Promise<(Admitted & { recoveryCodes: string[] }) | Refused> {
  const { name, signInName, hash, totp } = given;
  if (await isNameTaken(getDb(), signInName, link.memberId))
    return { ok: false, code: 'invalid-input', fields: { signInName: 'nameTaken' } };
  let recoveryCodes: string[] = [];
  const answer = await admit(link, {
    name,
    signInName,
    async equip(trx, memberId) {
      recoveryCodes = await setPassword(trx, { memberId, signInName, hash, totp });
    },
  });
  return answer.ok ? { ...answer, recoveryCodes } : answer;
}

/** In the issuer's answer. The identity of another member is refused, and the link can still be used. */
export async function acceptWithIdentity({
  linkId,
  name,
  identity,
  client,
}: {
  linkId: string;
  name: string;
  identity: { issuer: string; subject: string };
  client: Client;
}): Promise<MemberSignIn> {
  const link = await findLinkById(linkId);
  const refusal = await refuseLink(link, 'oidc');
  if (!link || refusal) return { ok: false, code: refusal ?? 'link-ended' };
  const holder = await getDb()
    .selectFrom('member_identity')
    .select('member_id')
    .where('issuer', '=', identity.issuer)
    .where('subject', '=', identity.subject)
    .executeTakeFirst();
  if (holder) return joinWorkspace(link, { memberId: holder.member_id, way: 'oidc', client });
  const admitted = await admit(link, {
    name,
    signInName: null,
    async equip(trx, memberId) {
      await trx
        .insertInto('member_identity')
        .values({ ...identity, member_id: memberId })
        .execute();
    },
  }).catch((error: unknown): Refused => {
    if (isDeskError(error)) return { ok: false, code: error.code };
    throw error;
  });
  if (!admitted.ok) return admitted;
  const { memberId } = admitted;
  return openMemberSession({ ...client, memberId, workspaceId: link.workspaceId, way: 'oidc' });
}

async function joinWorkspace(
  link: OneTimeLink,
  { memberId, way, client }: { memberId: string; way: 'oidc'; client: Client },
): Promise<MemberSignIn> {
  const refusal = await joinAsMember(link, memberId);
  if (refusal) return { ok: false, code: refusal };
  return openMemberSession({ ...client, memberId, workspaceId: link.workspaceId, way });
}

/** A member accepts an invitation to one more workspace. Null: done. */
export async function joinAsMember(link: OneTimeLink, memberId: string): Promise<ErrorCode | null> {
  if (link.purpose !== 'invitation' || link.state !== 'open') return 'link-ended';
  return getDb()
    .transaction()
    .execute(async (trx): Promise<ErrorCode | null> => {
      await lockNames(trx, link.workspaceId);
      const { name, recovered_at: recoveredAt } = await trx
        .selectFrom('member')
        .select(['name', 'recovered_at'])
        .where('id', '=', memberId)
        .forUpdate()
        .executeTakeFirstOrThrow();
      const known = await trx
        .selectFrom('membership')
        .select('member_id')
        .where('workspace_id', '=', link.workspaceId)
        .where('member_id', '=', memberId)
        .executeTakeFirst();
      if (known) return 'already-member';
      if (recoveredAt) return 'recovery-unsettled';
      if (await hasNamesake(trx, { workspaceId: link.workspaceId, name })) return 'name-taken';
      if (!(await claimLink(trx, link))) return 'link-ended';
      await addMembership(trx, link, memberId);
      await recordAudit(trx, await entryOf(link, { memberId, name }));
      return null;
    });
}
