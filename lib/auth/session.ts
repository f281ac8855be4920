import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { MemberWay, SessionEnd } from '@/lib/db/tables/auth';
import type { Grants } from '@/lib/db/tables/members';
import { lockByName } from '@/lib/db/transaction-lock';
import { listHash } from '@/lib/devices/data';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { type ErrorCode, takesNoChanges } from '@/lib/errors';
import { foldAccount } from '@/lib/text/fold-account';
import { seal } from '@/lib/vault';
import { ensureConnection } from './connection';
import { credentialOf } from './credential';
import { type AccountNotice, noticesOf, openNotices, storableAgent } from './leave-notice';
import { sessionSeal } from './sealed-password';

/** After one hour unused or one day in total, the person must sign in again. */
export const idleMs = 60 * 60 * 1_000;
export const lifetimeMs = 24 * 60 * 60 * 1_000;

/** How long a password that was typed again allows dangerous actions. */
export const reauthenticationMs = 10 * 60 * 1_000;

/** `last_used_at` is written at most this often, to save one write per request. */
const touchEveryMs = 30_000;

/** Channel of PostgreSQL's NOTIFY. The payload is the session's row id. Live streams listen and end. */
export const sessionEndedChannel = 'session_ended';

export type Session = {
  id: string;
  tokenHash: Buffer;
  workspaceId: string;
  actor: string;
  account: string;
  role: Role;
  connectionId: string;
  /** Of a member's session that of the workspace's connection; null: there is none that may be used. */
  sealedPassword: Buffer | null;
  credential: Buffer | null;
  /** Null: signed in with the vendor's account. */
  memberId: string | null;
  memberName: string | null;
  /** How the member signed in. */
  way: MemberWay | null;
  /** What the member may do here; null: not a member, or not any more. */
  grants: Grants | null;
  viewsAs: string | null;
  viewedName: string | null;
  viewedGrants: Grants | null;
  /** An owner closed this workspace to sign-ins with the vendor's account. */
  vendorClosed: boolean | null;
  /** Members enter this workspace by OpenID Connect only. */
  oidcOnly: boolean | null;
  doubtedAt: Date | null;
  nextCheckAt: Date | null;
  userAgent: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  reauthenticatedAt: Date | null;
  listReadAt: Date | null;
  listTriedAt: Date | null;
  listErrorCode: ErrorCode | null;
  listHash: Buffer | null;
  /** Since when the cloud lists nothing although a filled list is kept; null: it does not. */
  listEmptySince: Date | null;
};

/** The database keeps only the hash, which is not enough to make a cookie. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export async function ensureWorkspace(db: Db, who: { account: string; role: Role }): Promise<string> {
  const known = await findWorkspace(db, who);
  if (!known)
    await db
      .insertInto('workspace')
      .values({ account: who.account, role: who.role, folded_account: foldAccount(who.account) })
      .onConflict((on) => on.doNothing())
      .execute();
  const workspaceId = known ?? (await findWorkspace(db, who));
  if (!workspaceId) throw new Error('the workspace disappeared while it was created');
  await ensureConnection(db, { ...who, workspaceId });
  return workspaceId;
}

export async function findWorkspace(db: Db, who: { account: string; role: Role }): Promise<string | null> {
  const row = await db
    .selectFrom('workspace')
    .select('id')
    .where('account', '=', who.account)
    .where('role', '=', who.role)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Returns the opaque id for the cookie, which is stored nowhere else. */
export async function createSession(
  db: Db,
  given: {
    workspaceId: string;
    account: string;
    actor: string;
    password: Secret;
    userAgent: string;
    network?: string;
    device?: string | null;
  },
  now = databaseDate(),
): Promise<{ id: string; token: string }> {
  const { id, token, tokenHash, row } = newSession(given, now);
  await db
    .insertInto('session')
    .values({
      ...row,
      sealed_password: seal(sessionSeal({ ...given, id, tokenHash }), given.password),
      credential: credentialOf(given.account, given.password),
    })
    .execute();
  return { id, token };
}

/** Of a member. It holds no password: the workspace's connections do. */
export async function createMemberSession(
  db: Db,
  given: {
    workspaceId: string;
    memberId: string;
    actor: string;
    way?: MemberWay;
    userAgent: string;
    network: string;
    device?: string | null;
  },
  now = databaseDate(),
): Promise<{ id: string; token: string }> {
  const { workspaceId, memberId, way = null } = given;
  const { id, token, row } = newSession(given, now);
  await db
    .insertInto('session')
    .values({ ...row, member_id: memberId, way, sealed_password: null, credential: null })
    .execute();
  await db
    .updateTable('membership')
    .set({ last_entered_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', memberId)
    .execute();
  return { id, token };
}

function newSession(
  given: {
    workspaceId: string;
    actor: string;
    userAgent: string;
    network?: string;
    device?: string | null;
  },
  now: Date,
) {
  const id = randomUUID();
  const token = randomBytes(32).toString('base64url');
  const tokenHash = hashToken(token);
  const row = {
    id,
    token_hash: tokenHash,
    workspace_id: given.workspaceId,
    actor: given.actor,
    user_agent: storableAgent(given.userAgent),
    network: given.network ?? '',
    device: given.device ?? null,
    created_at: now,
    last_used_at: now,
    expires_at: new Date(now.getTime() + lifetimeMs),
    reauthenticated_at: null,
  };
  return { id, token, tokenHash, row };
}

const columns = [
  'session.id',
  'session.token_hash as tokenHash',
  'session.workspace_id as workspaceId',
  'session.actor',
  'workspace.account',
  'workspace.role',
  'connection.id as connectionId',
  'session.member_id as memberId',
  'member.name as memberName',
  'session.way',
  'membership.grants',
  'session.views_as as viewsAs',
  'viewed_member.name as viewedName',
  'viewed.grants as viewedGrants',
  'workspace_setting.vendor_sign_in_closed as vendorClosed',
  'workspace_setting.oidc_only as oidcOnly',
  'credential_doubt.since as doubtedAt',
  'credential_doubt.next_check_at as nextCheckAt',
  'session.user_agent as userAgent',
  'session.created_at as createdAt',
  'session.last_used_at as lastUsedAt',
  'session.expires_at as expiresAt',
  'session.reauthenticated_at as reauthenticatedAt',
  'device_list.read_at as listReadAt',
  'device_list.tried_at as listTriedAt',
  'device_list.error_code as listErrorCode',
  'device_list.empty_since as listEmptySince',
] as const;

/** A member uses the workspace's connection, while it is connected. */
const usedCredential = sql<Buffer | null>`case when session.member_id is null then session.credential
  when connection.state = 'connected' then connection.credential end`;
const usesDoubted = sql<boolean>`((credential_doubt.credential, credential_doubt.role) = (${usedCredential}, workspace.role))`;

export function sessions(db: Db) {
  return db
    .selectFrom('session')
    .innerJoin('workspace', 'workspace.id', 'session.workspace_id')
    .innerJoin('connection', (join) =>
      join
        .onRef('connection.workspace_id', '=', 'workspace.id')
        .onRef('connection.account', '=', 'workspace.account')
        .onRef('connection.role', '=', 'workspace.role'),
    )
    .leftJoin('member', 'member.id', 'session.member_id')
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.workspace_id', '=', 'session.workspace_id')
        .onRef('membership.member_id', '=', 'session.member_id'),
    )
    .leftJoin('member as viewed_member', 'viewed_member.id', 'session.views_as')
    .leftJoin('membership as viewed', (join) =>
      join
        .onRef('viewed.workspace_id', '=', 'session.workspace_id')
        .onRef('viewed.member_id', '=', 'session.views_as'),
    )
    .leftJoin('workspace_setting', 'workspace_setting.workspace_id', 'session.workspace_id')
    .leftJoin('device_list', (join) =>
      join
        .onRef('device_list.workspace_id', '=', 'session.workspace_id')
        .onRef('device_list.connection_id', '=', 'connection.id'),
    )
    .leftJoin('credential_doubt', (join) =>
      join.on(usesDoubted, '=', true).on('credential_doubt.state', '<>', 'accepted'),
    )
    .select([
      ...columns,
      listHash.as('listHash'),
      usedCredential.as('credential'),
      sql<Buffer | null>`case when session.member_id is null then session.sealed_password
        when connection.state = 'connected' then connection.sealed_password end`.as('sealedPassword'),
    ]);
}

export async function findSession(
  token: string,
  { touch = true, now = databaseDate() }: { touch?: boolean; now?: Date } = {},
): Promise<(Session & { notices: readonly AccountNotice[] }) | null> {
  const session = await sessions(getDb())
    .select(openNotices.as('notices'))
    .where('session.token_hash', '=', hashToken(token))
    .executeTakeFirst();
  const living = session && (await livingOrEnded(session, now));
  if (!living) return null;
  const notices = noticesOf(session.notices);
  return { ...(touch ? await touchSession(living, now) : living), notices };
}

export async function replacePassword(db: Db, sessionId: string, password: Secret): Promise<void> {
  const session = await sessions(db).where('session.id', '=', sessionId).executeTakeFirst();
  if (!session) return;
  await db
    .updateTable('session')
    .set({
      sealed_password: seal(sessionSeal(session), password),
      credential: credentialOf(session.account, password),
    })
    .where('id', '=', session.id)
    .execute();
}

async function touchSession<S extends Session>(session: S, now = databaseDate()): Promise<S> {
  if (now.getTime() - session.lastUsedAt.getTime() < touchEveryMs) return session;
  try {
    await getDb()
      .updateTable('session')
      .set({ last_used_at: now })
      .where('id', '=', session.id)
      .where('last_used_at', '<', now)
      .execute();
  } catch (error) {
    // What is stored can still be shown. The session only does not last longer for it.
    if (takesNoChanges(error)) return session;
    throw error;
  }
  return { ...session, lastUsedAt: now };
}

export async function findSessionById(id: string, now = databaseDate()): Promise<Session | null> {
  const session = await sessions(getDb()).where('session.id', '=', id).executeTakeFirst();
  return livingOrEnded(session, now);
}

/** In all roles of these accounts. */
export async function listSessions(accounts: readonly string[], now = databaseDate()): Promise<Session[]> {
  const all = await sessions(getDb())
    .where('workspace.account', 'in', [...accounts])
    .where('session.member_id', 'is', null)
    .orderBy('session.last_used_at', 'desc')
    .execute();
  return all.filter((session) => endOf(session, now) === null);
}

/** In all workspaces. */
export async function listMemberSessions(memberId: string, now = databaseDate()): Promise<Session[]> {
  const all = await sessions(getDb())
    .where('session.member_id', '=', memberId)
    .orderBy('session.last_used_at', 'desc')
    .execute();
  return all.filter((session) => endOf(session, now) === null);
}

async function livingOrEnded(session: Session | undefined, now: Date): Promise<Session | null> {
  if (!session) return null;
  const end = endOf(session, now);
  if (end === null) return session;
  await endSessions(getDb(), { ids: [session.id], reason: end, now }).catch((error: unknown) => {
    // It has ended all the same. The next look deletes it.
    if (!takesNoChanges(error)) throw error;
  });
  return null;
}

export function endOf(session: Session, now: Date): SessionEnd | null {
  if (session.memberId && !session.grants) return 'removed';
  if (session.memberId && session.oidcOnly && session.way !== 'oidc') return 'oidc-only';
  if (!session.memberId && session.vendorClosed) return 'sign-in-closed';
  if (now >= session.expiresAt) return 'expired';
  return now.getTime() - session.lastUsedAt.getTime() >= idleMs ? 'idle' : null;
}

/**
 * Deletes sessions with their sealed passwords. Final at once in every process, because each request looks the row up.
 * NOTIFY ends live streams, which looked long ago. Returns how many there were.
 */
export async function endSessions(
  db: Db,
  { ids, reason, now = databaseDate() }: { ids: readonly string[]; reason: SessionEnd; now?: Date },
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rows } = await sql<{ id: string }>`
    with gone as (delete from session where id = any(${[...ids]}::uuid[]) returning id, token_hash),
    noted as (
      insert into ended_session (token_hash, reason, ended_at)
      select token_hash, ${reason}, ${now}::timestamptz from gone on conflict do nothing
    )
    select id, pg_notify(${sessionEndedChannel}, id::text) from gone`.execute(db);
  return rows.length;
}

const mostSessions = 20;

/** Ends what a person has beyond their limit, an account in all its roles and spellings, the longest unused first. */
export async function endSurplusSessions(
  db: Db,
  who: { account: string } | { memberId: string },
): Promise<number> {
  const name = 'account' in who ? foldAccount(who.account) : who.memberId;
  // Two sign-ins at once do not see each other's sessions.
  await lockByName(db, `sessions:${name}`);
  const surplus = await db
    .selectFrom('session')
    .innerJoin('workspace', 'workspace.id', 'session.workspace_id')
    .select('session.id')
    .where((where) =>
      'account' in who
        ? where.and([where('workspace.folded_account', '=', name), where('session.member_id', 'is', null)])
        : where('session.member_id', '=', who.memberId),
    )
    .orderBy('session.last_used_at', 'desc')
    .orderBy('session.created_at', 'desc')
    .offset(mostSessions)
    .execute();
  return endSessions(db, { ids: surplus.map(({ id }) => id), reason: 'too-many' });
}

export async function findSessionEnd(token: string): Promise<SessionEnd | null> {
  const row = await getDb()
    .selectFrom('ended_session')
    .select('reason')
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst();
  return row?.reason ?? null;
}
