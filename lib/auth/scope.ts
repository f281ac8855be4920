import { sql } from 'kysely';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { databaseDate } from '@/lib/db/clock';
import type { SessionEnd } from '@/lib/db/tables/auth';
import type { ScopeChannel } from '@/lib/devices/channel';
import { type ListedChannels, readListed, readListedRelations, readStoredChannels } from '@/lib/devices/data';
import { isFreshList } from '@/lib/devices/list-age';
import { isVendorError } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Relation, Role } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { tryOpen } from '@/lib/vault';
import { getDb } from '../db/client';
import { isInBackground } from './background-request';
import { findConnected, findOwnConnected, parkConnections } from './connection';
import { readSessionToken } from './cookie';
import { credentialOf } from './credential';
import { readFreshList, refreshDeviceList, refreshWithin, waitsForList } from './device-list';
import type { AccountNotice } from './leave-notice';
import { readRequest } from './request';
import { connectionSeal, sessionSeal } from './sealed-password';
import { endSessions, findSession, findSessionById, findSessionEnd, type Session } from './session';

declare const proven: unique symbol;

/** A proven account. Every read and write takes one. Only this file makes it: an id from a browser is not enough. */
export type Scope = {
  readonly [proven]: true;
  readonly sessionId: string;
  readonly workspaceId: string;
  readonly actor: string;
  readonly account: string;
  readonly role: Role;
  /** Of this account. What is read and changed carries it. */
  readonly connectionId: string | null;
  /** Channels of flats. Rooms, room masters, shares, doorcodes and registers are only about these. */
  readonly channels: readonly ScopeChannel[];
  /** Cameras that belong to no flat: doors of their building, not rooms. */
  readonly cameras: readonly ScopeChannel[];
  readonly channelsReadAt: Date;
  /** True if the list was fresh when the scope was made: see `lib/devices/list-age.ts`. Events are shown only then. */
  readonly listIsFresh: boolean;
  /** Why the last try to read the list failed, as an ErrorCode; null if it did not. */
  readonly listErrorCode: ErrorCode | null;
  readonly password: Secret;
  /** The password is being checked: known data may be shown; nothing is changed, exported or revealed. */
  readonly inDoubt: boolean;
};

/** What may be seen without a session, such as by a scheduled export. It cannot call the cloud. */
export type StandingScope = Omit<
  Scope,
  'sessionId' | 'connectionId' | 'password' | 'inDoubt' | 'listIsFresh' | 'listErrorCode'
>;

const findOwnSession = cache(async (): ReturnType<typeof findSession> => {
  const token = await readSessionToken();
  if (!token) return null;
  return findSession(token, { touch: !isInBackground(await readRequest()) });
});

export async function findScope(): Promise<Scope | null> {
  return (await openOwnScope())?.proven ?? null;
}

const openOwnScope = cache(async (): Promise<Opening | null> => {
  const session = await findOwnSession();
  return session ? openScope(session) : null;
});

export async function requireScope(): Promise<Scope> {
  return (await findScope()) ?? sendToSignIn();
}

/**
 * The scope by the kept device list, while a stale list is read again; null when this request does not wait. It proves
 * nothing: choose a placeholder with it, and show none of its data.
 */
export async function findUnproven(): Promise<Scope | null> {
  return (await openOwnScope())?.known ?? null;
}

export type Standing = Pick<Scope, 'account' | 'role' | 'workspaceId'> & {
  relations: readonly Relation[];
  doubt: Doubt | null;
  list: ListState;
  notices: readonly AccountNotice[];
};

/** ISO texts. `emptyList`: not the password but the list is in doubt, which came empty after a filled one. */
export type Doubt = { since: string; nextCheckAt: string | null; emptyList?: true };

export async function findDoubt(): Promise<Doubt | null> {
  const session = await findOwnSession();
  return session && doubtOf(session);
}

/** `version` differs when the device list changed, was read again or failed, and when a notice came. Null: no one is signed in. */
export type ListState = { version: string; isFresh: boolean };

export async function findListState(): Promise<ListState | null> {
  const session = await findOwnSession();
  return session && listStateOf(session);
}

function listStateOf({
  listHash,
  listReadAt,
  listErrorCode,
  notices,
}: Session & { notices: readonly AccountNotice[] }): ListState {
  const isFresh = isFreshList(listReadAt);
  return {
    version: [listHash?.toString('hex', 0, 8), listErrorCode, isFresh, notices[0]?.lastAt].join(),
    isFresh,
  };
}

function doubtOf({
  doubtedAt,
  nextCheckAt,
  listEmptySince,
}: Pick<Session, 'doubtedAt' | 'nextCheckAt' | 'listEmptySince'>): Doubt | null {
  if (!doubtedAt && listEmptySince)
    return { since: listEmptySince.toISOString(), nextCheckAt: null, emptyList: true };
  if (!doubtedAt) return null;
  return { since: doubtedAt.toISOString(), nextCheckAt: nextCheckAt?.toISOString() ?? null };
}

/** Who is signed in, for the frame around a page: it does not wait for the cloud. Redirects to the sign-in page. */
export async function requireStanding(): Promise<Standing> {
  const session = ((await openOwnScope()) && (await findOwnSession())) ?? (await sendToSignIn());
  const { account, role, workspaceId, notices } = session;
  const relations = role === 'manager' ? [] : await readListedRelations(workspaceId);
  return {
    account,
    role,
    workspaceId,
    relations,
    doubt: doubtOf(session),
    list: listStateOf(session),
    notices,
  };
}

async function sendToSignIn(): Promise<never> {
  const { headers } = await readRequest();
  const query = new URLSearchParams();
  const from = headers.get('x-doordesk-path');
  if (from && from !== '/') query.set('from', from);
  const ended = await endOfRequest();
  if (ended) query.set('ended', ended);
  redirect(query.size > 0 ? `/login?${query}` : '/login');
}

async function endOfRequest(): Promise<SessionEnd | null> {
  const token = await readSessionToken();
  return token ? findSessionEnd(token) : null;
}

export async function scopeOfSession(sessionId: string): Promise<Scope | null> {
  const session = await findSessionById(sessionId);
  return session ? scopeOf(session) : null;
}

/** Null when the workspace does not exist or its device list was never read. */
export async function standingScope(workspaceId: string, actor: string): Promise<StandingScope | null> {
  const workspace = await getDb()
    .selectFrom('workspace')
    .select(['account', 'role'])
    .where('id', '=', workspaceId)
    .executeTakeFirst();
  if (!workspace) return null;
  const { channels, cameras, readAt } = await readStoredChannels(workspaceId);
  if (!readAt) return null;
  const standing = { ...workspace, workspaceId, actor, channels, cameras, channelsReadAt: readAt };
  return standing as Omit<StandingScope, typeof proven> as StandingScope;
}

/** What a connection lets Doordesk do itself. Null unless it is connected. */
export async function scopeOfConnection(connectionId: string): Promise<Scope | null> {
  const connection = await findConnected(connectionId);
  if (!connection?.sealed_password) return null;
  const { sealed_password, ...holder } = connection;
  const password = tryOpen(connectionSeal(connection), sealed_password);
  if (!password) {
    await parkConnections(getDb(), { id: connection.id });
    return null;
  }
  if (!connection.credential) await keepCredential('connection', { ...connection, password });
  return opening(
    { ...holder, connectionId: holder.id, actor: holder.connectedBy ?? holder.account, password },
    async () => (await findConnected(connectionId)) ?? null,
  ).proven;
}

/**
 * For work that was ordered earlier: by the session that ordered it while it lives, else by the workspace's connection.
 * Who ordered it stays the actor. Null: it waits for a sign-in or a connection.
 */
export async function scopeForWork(work: {
  sessionId: string;
  workspaceId: string;
  actor: string;
}): Promise<Scope | null> {
  const ordering = await scopeOfSession(work.sessionId);
  if (ordering?.workspaceId === work.workspaceId) return ordering;
  const connected = await findOwnConnected(work.workspaceId);
  const scope = connected ? await scopeOfConnection(connected.id) : null;
  return scope && { ...scope, actor: work.actor };
}

/** A row of an older version does not say which password it holds. */
async function keepCredential(
  table: 'session' | 'connection',
  { id, account, password }: { id: string; account: string; password: Secret },
): Promise<void> {
  const credential = credentialOf(account, password);
  await sql`update ${sql.table(table)} set credential = ${credential} where id = ${id}`.execute(getDb());
}

/** With a list read now, if needed. If that fails or takes a few seconds, returns `scope`: see `listIsFresh`. */
export async function withFreshList(scope: Scope): Promise<Scope> {
  if (scope.listIsFresh || scope.inDoubt) return scope;
  const list = await readFreshList(scope);
  if (!list) return scope;
  const { channels, cameras, readAt } = list;
  return {
    ...scope,
    channels,
    cameras,
    channelsReadAt: readAt ?? scope.channelsReadAt,
    listIsFresh: true,
    listErrorCode: null,
  };
}

/** `proven` may wait for the cloud. `known` has an old list, not to be shown; null when nothing is waited for. */
type Opening = { known: Promise<Scope | null>; proven: Promise<Scope | null> };

async function scopeOf(session: Session): Promise<Scope | null> {
  return (await openScope(session))?.proven ?? null;
}

async function openScope(session: Session): Promise<Opening | null> {
  const password = tryOpen(sessionSeal(session), session.sealedPassword);
  if (!password) {
    // Sealed under another vault key or for another workspace, so this session cannot be used any more.
    await endSessions(getDb(), { ids: [session.id], reason: 'expired' });
    return null;
  }
  if (!session.credential) await keepCredential('session', { ...session, password });
  return opening({ ...session, password }, () => findSessionById(session.id));
}

type Holder = Pick<
  Session,
  | 'id'
  | 'workspaceId'
  | 'actor'
  | 'account'
  | 'role'
  | 'connectionId'
  | 'listReadAt'
  | 'listTriedAt'
  | 'listHash'
  | 'listErrorCode'
  | 'doubtedAt'
> & { password: Secret };

type LookAgain = () => Promise<Pick<Holder, 'doubtedAt' | 'listErrorCode'> | null>;

function opening(who: Holder, lookAgain: LookAgain): Opening {
  const { listReadAt: readAt, listErrorCode: errorCode } = who;
  const asKnown = readListed(who.workspaceId, who.listHash).then((list) =>
    scopeWith(who, { ...list, readAt, errorCode }),
  );
  asKnown.catch(() => {});
  if (!waitsForList(who)) return { known: Promise.resolve(null), proven: asKnown };
  const known = readAt ? asKnown : null;
  const proven = renewed(who, lookAgain, known);
  // The waiting page sees this failure. The frame does not wait.
  proven.catch(() => {});
  return { known: known?.catch(() => null) ?? Promise.resolve(null), proven };
}

async function renewed(
  who: Holder,
  lookAgain: LookAgain,
  known: Promise<Scope> | null,
): Promise<Scope | null> {
  try {
    // A missing list is not an empty list, so the page waits for it.
    const list = known ? await refreshWithin(who) : await refreshDeviceList(who, 'person');
    return list ? scopeWith(who, list) : known;
  } catch (error) {
    if (!isVendorError(error)) throw error;
    const now = await lookAgain();
    if (!now) return null;
    if (!known) throw error;
    return { ...(await known), inDoubt: now.doubtedAt !== null, listErrorCode: now.listErrorCode };
  }
}

function scopeWith(
  who: Holder,
  {
    channels,
    cameras,
    readAt,
    errorCode,
  }: ListedChannels & { readAt: Date | null; errorCode: ErrorCode | null },
): Scope {
  return made({
    sessionId: who.id,
    workspaceId: who.workspaceId,
    actor: who.actor,
    account: who.account,
    role: who.role,
    connectionId: who.connectionId,
    channels,
    cameras,
    channelsReadAt: readAt ?? databaseDate(),
    listIsFresh: isFreshList(readAt),
    listErrorCode: errorCode,
    password: who.password,
    inDoubt: who.doubtedAt !== null,
  });
}

function made(parts: Omit<Scope, typeof proven>): Scope {
  // The only place that makes a scope: the mark `proven` exists as a type only.
  return parts as Scope;
}

export type ChannelTarget = { roomKey: string } | { gid: string; channel?: number } | { building: string };

/** The scope's own channels that `target` names. Empty for other accounts' targets: answer "not found". */
export function channelsOf(scope: Scope, target: ChannelTarget): readonly ScopeChannel[] {
  return scope.channels.filter((channel) => {
    if ('roomKey' in target) return channel.roomKey === target.roomKey;
    if ('building' in target) return channel.buildingName === target.building;
    return channel.gid === target.gid && (target.channel === undefined || channel.channel === target.channel);
  });
}

export function channelOf(scope: Scope, target: { gid: string; channel: number }): ScopeChannel | undefined {
  return scope.channels.find(({ gid, channel }) => gid === target.gid && channel === target.channel);
}

/** Only the doors of one flat, without the rest of a large building. Null for a flat of another account. */
export function atFlat(scope: Scope, at: { gid: string; channel: number }): Scope | null {
  const roomKey = channelOf(scope, at)?.roomKey;
  if (roomKey === undefined) return null;
  const gids = new Set(channelsOf(scope, { roomKey }).map(({ gid }) => gid));
  return { ...scope, channels: scope.channels.filter(({ gid }) => gids.has(gid)), cameras: [] };
}

export function devicesOf(scope: Pick<Scope, 'channels' | 'cameras'>): ScopeChannel[] {
  return [...scope.channels, ...scope.cameras];
}

export function gidsOf(scope: Pick<Scope, 'channels' | 'cameras'>): string[] {
  return [...new Set(devicesOf(scope).map(({ gid }) => gid))];
}
