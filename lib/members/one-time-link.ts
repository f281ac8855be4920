import { randomBytes } from 'node:crypto';
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { noGrants } from '@/lib/auth/grants';
import { hashToken } from '@/lib/auth/session';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { Database } from '@/lib/db/schema';
import type { Grants, MemberLinkTable } from '@/lib/db/tables/members';
import type { Role } from '@/lib/doordeer/words';

export type LinkPurpose = MemberLinkTable['purpose'];

const hourMs = 60 * 60_000;

/** A recovery opens what the member has already, so its link lives shorter. */
const linkLifetimeMs: Record<LinkPurpose, number> = {
  invitation: 7 * 24 * hourMs,
  recovery: 24 * hourMs,
};

export type NewLink = {
  workspaceId: string;
  /** Of the person who gets the link. */
  name: string;
  email: string | null;
  /** The actor who makes it. */
  madeBy: string;
  /** Null: made by the holder of the vendor's account. */
  madeByMember: string | null;
} & (
  | { purpose: 'invitation'; grants: Grants }
  /** Gives nothing new: the member keeps their grants. */
  | { purpose: 'recovery'; memberId: string }
);

export type OneTimeLink = {
  id: string;
  purpose: LinkPurpose;
  state: 'open' | 'used' | 'revoked' | 'expired';
  workspaceId: string;
  account: string;
  role: Role;
  memberId: string | null;
  name: string;
  email: string | null;
  grants: Grants;
  madeBy: string;
  madeByMember: string | null;
  expiresAt: Date;
};

/** The token for the address `/invite/<token>`. It is shown once: only its hash is stored. */
export async function createLink(
  db: Db,
  link: NewLink,
  now = databaseDate(),
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + linkLifetimeMs[link.purpose]);
  const { id } = await db
    .insertInto('member_link')
    .values({
      purpose: link.purpose,
      token_hash: hashToken(token),
      workspace_id: link.workspaceId,
      member_id: link.purpose === 'recovery' ? link.memberId : null,
      name: link.name,
      email: link.email,
      grants: JSON.stringify(link.purpose === 'invitation' ? link.grants : noGrants),
      made_by: link.madeBy,
      made_by_member: link.madeByMember,
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
      revoked_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, token, expiresAt };
}

/** Changes nothing: programs that preview messages open every link. */
export function findLink(token: string, options?: { db?: Db; now?: Date }): Promise<OneTimeLink | null> {
  return find({ token_hash: hashToken(token) }, options);
}

/** Of a link that was found by its token before. */
export function findLinkById(id: string, options?: { db?: Db; now?: Date }): Promise<OneTimeLink | null> {
  return find({ id }, options);
}

async function find(
  which: { token_hash: Buffer } | { id: string },
  { db = getDb(), now = databaseDate() }: { db?: Db; now?: Date } = {},
): Promise<OneTimeLink | null> {
  const row = await db
    .selectFrom('member_link')
    .innerJoin('workspace', 'workspace.id', 'member_link.workspace_id')
    .select([
      'member_link.id',
      'member_link.purpose',
      'member_link.workspace_id as workspaceId',
      'workspace.account',
      'workspace.role',
      'member_link.member_id as memberId',
      'member_link.name',
      'member_link.email',
      'member_link.grants',
      'member_link.made_by as madeBy',
      'member_link.made_by_member as madeByMember',
      'member_link.expires_at as expiresAt',
      'member_link.used_at as usedAt',
      'member_link.revoked_at as revokedAt',
    ])
    .where((where) =>
      'id' in which
        ? where('member_link.id', '=', which.id)
        : where('member_link.token_hash', '=', which.token_hash),
    )
    .modifyEnd(everyWorkspace)
    .executeTakeFirst();
  if (!row) return null;
  const { usedAt, revokedAt, ...link } = row;
  return { ...link, state: stateOf({ usedAt, revokedAt, expiresAt: link.expiresAt }, now) };
}

function stateOf(
  { usedAt, revokedAt, expiresAt }: { usedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): OneTimeLink['state'] {
  if (usedAt) return 'used';
  if (revokedAt) return 'revoked';
  return now >= expiresAt ? 'expired' : 'open';
}

/**
 * Marks the link as used. False if it was used, revoked or has expired meanwhile. Call it in the transaction that does what
 * the link allows: a second one waits for the first, and then gets false.
 */
export async function claimLink(
  trx: Db,
  { id, workspaceId }: Pick<OneTimeLink, 'id' | 'workspaceId'>,
  now = databaseDate(),
): Promise<boolean> {
  const claimed = await trx
    .updateTable('member_link')
    .set({ used_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return claimed !== undefined;
}

/** Ends those of a workspace that could still be used. Returns how many. */
export async function revokeLinks(
  trx: Db,
  workspaceId: string,
  which: (link: ExpressionBuilder<Database, 'member_link'>) => Expression<SqlBool>,
): Promise<number> {
  const now = databaseDate();
  const revoked = await trx
    .updateTable('member_link')
    .set({ revoked_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where(which)
    .returning('expires_at')
    .execute();
  return revoked.filter(({ expires_at }) => expires_at > now).length;
}
