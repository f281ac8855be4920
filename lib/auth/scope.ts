import { cache } from 'react';
import { databaseDate } from '@/lib/db/clock';
import type { Grants } from '@/lib/db/tables/members';
import type { ScopeChannel } from '@/lib/devices/channel';
import { type ListedChannels, readListed, readStoredChannels } from '@/lib/devices/data';
import { isVendorError } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { DeskError, type ErrorCode } from '@/lib/errors';
import { tryOpen } from '@/lib/vault';
import { type Db, getDb } from '../db/client';
import { isInBackground } from './background-request';
import { findConnected, findWorkConnection, parkConnections } from './connection';
import { readSessionToken } from './cookie';
import { keepCredential } from './credential';
import { cutLists, readTodayStarts } from './cut-lists';
import { refreshDeviceList, refreshWithin, waitsForList } from './device-list';
import { type Caller, callersWith, readOthers } from './read-callers';
import { type Member, personOf, personOfWork } from './read-person';
import { readRequest } from './request';
import { connectionSeal, sessionSeal } from './sealed-password';
import { sendToSignIn } from './send-to-sign-in';
import { endSessions, findSession, findSessionById, type Session } from './session';

declare const proven: unique symbol;

/** A proven person and account. Every read and write takes one. Only this file makes it: an id from a browser is not enough. */
export type Scope = {
  readonly [proven]: true;
  readonly sessionId: string;
  readonly workspaceId: string;
  readonly actor: string;
  /** Who is signed in; null: the holder of the vendor's account. */
  readonly member: Member | null;
  /** What the person may see and do. Channels and cameras are already cut to it. */
  readonly grants: Grants | null;
  /** An owner looks at the desk as this member would. Nothing may be changed. */
  readonly viewsAs: Member | null;
  /** Doordesk itself, or what a person ordered and which goes on without their session. */
  readonly isWork: boolean;
  /** When today began, by building, where only today's events may be seen. */
  readonly todayStarts: ReadonlyMap<string, Date>;
  readonly account: string;
  readonly role: Role;
  /** Of this account. What is read and changed carries it. */
  readonly connectionId: string;
  /** The connections that the cloud can be called through: see `choose-caller.ts`. */
  readonly callers: readonly Caller[];
  /** Other connections than the workspace's own list channels too. */
  readonly isMerged: boolean;
  /** Connections with a fresh list. */
  readonly freshIds: ReadonlySet<string>;
  /** Channels of flats. Rooms, room masters, shares, doorcodes and registers are only about these. */
  readonly channels: readonly ScopeChannel[];
  /** Doors of these lists that also serve a building which this person does not see. */
  readonly sharedGids: ReadonlySet<string>;
  /** Cameras that belong to no flat: doors of their building, not rooms. */
  readonly cameras: readonly ScopeChannel[];
  readonly channelsReadAt: Date;
  /** True if the list was fresh when the scope was made: see `lib/devices/list-age.ts`. Events are shown only then. */
  readonly listIsFresh: boolean;
  /** Why the last try to read the list failed, as an ErrorCode; null if it did not. */
  readonly listErrorCode: ErrorCode | null;
  /** Of `account`. Null: a member is signed in, and this account's connection cannot be used: see `callerOf`. */
  readonly password: Secret | null;
  /** The password is being checked: known data may be shown; nothing is changed, exported or revealed. */
  readonly inDoubt: boolean;
};

/** What may be seen without a session, such as by a scheduled export. It cannot call the cloud. */
export type StandingScope = Omit<
  Scope,
  | 'sessionId'
  | 'connectionId'
  | 'callers'
  | 'isMerged'
  | 'freshIds'
  | 'password'
  | 'inDoubt'
  | 'listIsFresh'
  | 'listErrorCode'
  | 'viewsAs'
  | 'isWork'
>;

/** Null: no one is signed in. */
export const findOwnSession = cache(async (): ReturnType<typeof findSession> => {
  const token = await readSessionToken();
  if (!token) return null;
  return findSession(token, { touch: !isInBackground(await readRequest()) });
});

/** Whether the session can be opened at all. It does not wait for the cloud. */
export async function hasOpened(): Promise<boolean> {
  return (await openOwnScope()) !== null;
}

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

/** For work in the background: also while its owner looks at the desk as a member. */
export async function scopeOfSession(sessionId: string): Promise<Scope | null> {
  const session = await findSessionById(sessionId);
  return session ? scopeOf({ ...session, viewsAs: null }) : null;
}

/**
 * For work without a session, and to prove again what was proven earlier. Null when the workspace does not exist or its
 * device list was never read. A member who was removed sees nothing.
 */
export async function standingScope({
  workspaceId,
  actor,
  memberId,
  db = getDb(),
}: {
  workspaceId: string;
  actor: string;
  memberId: string | null;
  /** A transaction that changes what the member may do. */
  db?: Db;
}): Promise<StandingScope | null> {
  const workspace = await db
    .selectFrom('workspace')
    .select(['account', 'role'])
    .where('id', '=', workspaceId)
    .executeTakeFirst();
  if (!workspace) return null;
  const [list, who] = await Promise.all([
    readStoredChannels({ workspaceId }, db),
    personOfWork(workspaceId, memberId, db),
  ]);
  if (!list.readAt) return null;
  const standing = {
    ...workspace,
    workspaceId,
    actor,
    ...who,
    ...cutLists(list, { workspaceId, ...who }),
    todayStarts: await readTodayStarts(workspaceId, who, list, db),
    channelsReadAt: list.readAt,
  };
  return standing as Omit<StandingScope, typeof proven> as StandingScope;
}

/** Doordesk itself. */
const itself = { member: null, grants: null, viewsAs: null, isWork: true };

/** What a connection lets Doordesk do itself. Null unless it is connected. */
export async function scopeOfConnection(connectionId: string): Promise<Scope | null> {
  const connection = await findConnected(connectionId);
  if (!connection?.sealed_password) return null;
  const { sealed_password, ownId, ownAccount, ownRole, doubtedAt, ...holder } = connection;
  const password = tryOpen(connectionSeal(connection), sealed_password);
  if (!password) {
    await parkConnections(getDb(), { id: connection.id });
    return null;
  }
  if (!connection.credential) await keepCredential('connection', { ...connection, password });
  const isOwn = ownId === holder.id;
  return opening(
    {
      ...holder,
      account: ownAccount,
      role: ownRole,
      connectionId: ownId,
      actor: holder.connectedBy ?? holder.account,
      // Another connection is one of the callers, next to that of the own account.
      password: isOwn ? password : await passwordOfOwn(ownId),
      doubtedAt: isOwn ? doubtedAt : null,
      ...itself,
    },
    async () => {
      const now = await findConnected(connectionId);
      return now ? { ...itself, ...now, doubtedAt: now.ownId === now.id ? now.doubtedAt : null } : null;
    },
  ).proven;
}

/** Null: it is not connected, or its password is being checked, so others work without it. */
async function passwordOfOwn(ownId: string): Promise<Secret | null> {
  const own = await findConnected(ownId);
  if (!own?.sealed_password || own.doubtedAt) return null;
  return tryOpen(connectionSeal(own), own.sealed_password);
}

/**
 * For work that was ordered earlier: by the vendor session that ordered or resumed it while it lives, else by the workspace's
 * connections. Who ordered it stays the actor, and what a member may do is read again: after a removal it is nothing.
 * Null: it waits for a sign-in or a connection.
 */
export async function scopeForWork(work: {
  sessionId: string;
  workspaceId: string;
  actor: string;
  memberId: string | null;
}): Promise<Scope | null> {
  const ordering = await scopeOfSession(work.sessionId);
  const scope =
    ordering?.workspaceId === work.workspaceId && ordering.member === null
      ? ordering
      : await connectedScope(work.workspaceId);
  if (!scope || (scope === ordering && !work.memberId)) return scope;
  const { workspaceId } = work;
  const who = await personOfWork(workspaceId, work.memberId);
  return {
    ...scope,
    ...who,
    ...cutLists(scope, { workspaceId, ...who }),
    todayStarts: await readTodayStarts(workspaceId, who, scope),
    actor: work.actor,
  };
}

async function connectedScope(workspaceId: string): Promise<Scope | null> {
  const connected = await findWorkConnection(workspaceId);
  return connected ? scopeOfConnection(connected.id) : null;
}

/**
 * For reading at the cloud. What it brings is kept for all, so it must not depend on which buildings the member sees
 * whose page asks. Show nothing by it.
 */
export async function scopeToRead(scope: Scope): Promise<Scope> {
  if (!scope.grants) return scope;
  const whole = { grants: null };
  const { workspaceId } = scope;
  return { ...scope, ...whole, ...cutLists(await readStoredChannels(scope), { workspaceId, ...whole }) };
}

/** `proven` may wait for the cloud. `known` has an old list, not to be shown; null when nothing is waited for. */
type Opening = { known: Promise<Scope | null>; proven: Promise<Scope | null> };

async function scopeOf(session: Session): Promise<Scope | null> {
  return (await openScope(session))?.proven ?? null;
}

async function openScope(session: Session): Promise<Opening | null> {
  if (session.memberId) return openForMember(session);
  const password = session.sealedPassword && tryOpen(sessionSeal(session), session.sealedPassword);
  if (!password) {
    // Sealed under another vault key or for another workspace, so this session cannot be used any more.
    await endSessions(getDb(), { ids: [session.id], reason: 'expired' });
    return null;
  }
  if (!session.credential) await keepCredential('session', { ...session, password });
  const who = { ...session, ...personOf(session), password, isWork: false };
  return opening(who, lookAgainAt(session));
}

/** Through the workspace's connections. Without one the member sees what is known. */
async function openForMember(session: Session): Promise<Opening> {
  const { connectionId, workspaceId, account, sealedPassword } = session;
  const password =
    sealedPassword && tryOpen(connectionSeal({ id: connectionId, workspaceId, account }), sealedPassword);
  const who = { ...session, ...personOf(session), password, isWork: false };
  return opening(who, lookAgainAt(session));
}

function lookAgainAt({ id, viewsAs }: Session): LookAgain {
  return async () => {
    const now = await findSessionById(id);
    return now && { ...now, ...personOf({ ...now, viewsAs: viewsAs && now.viewsAs }) };
  };
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
> &
  Pick<Scope, 'member' | 'grants' | 'viewsAs' | 'isWork' | 'password'>;

type Signed = Holder & { password: Secret };

const canAsk = (who: Holder): who is Signed => who.password !== null;

/** Who it is by now, and where. Null: the session has ended, or the connection. */
type LookAgain = () => Promise<Pick<
  Holder,
  'workspaceId' | 'doubtedAt' | 'listErrorCode' | 'member' | 'grants' | 'viewsAs'
> | null>;

type List = ListedChannels & { readAt: Date | null; errorCode: ErrorCode | null };

function opening(who: Holder, lookAgain: LookAgain): Opening {
  const { listReadAt: readAt, listErrorCode: errorCode } = who;
  const kept = readListed(who.workspaceId, who.listHash).then((list) => ({ ...list, readAt, errorCode }));
  const asKnown = kept.then((list) => scopeWith(who, list));
  asKnown.catch(() => {});
  if (!canAsk(who) || !waitsForList(who)) return { known: Promise.resolve(null), proven: asKnown };
  const proven = renewed(who, lookAgain, readAt ? kept : null);
  // The waiting page sees this failure. The frame does not wait.
  proven.catch(() => {});
  return { known: readAt ? asKnown.catch(() => null) : Promise.resolve(null), proven };
}

/** It may wait for seconds, so the person's rights are read again afterwards. Null also when they went to another workspace. */
async function renewed(who: Signed, lookAgain: LookAgain, kept: Promise<List> | null): Promise<Scope | null> {
  let list: List | null;
  let failure: unknown;
  try {
    // A missing list is not an empty list, so the page waits for it.
    list = kept ? await refreshWithin(who) : await refreshDeviceList(who, 'person');
  } catch (error) {
    if (!isVendorError(error)) throw error;
    list = null;
    failure = error;
  }
  const now = await lookAgain();
  if (now?.workspaceId !== who.workspaceId) return null;
  const { member, grants, viewsAs, doubtedAt, listErrorCode: errorCode } = now;
  const person = { ...who, member, grants, viewsAs, doubtedAt };
  if (list) return scopeWith(person, list);
  if (!kept) throw failure;
  return scopeWith(person, { ...(await kept), errorCode });
}

async function scopeWith(who: Holder, { readAt, errorCode, isMerged, ...lists }: List): Promise<Scope> {
  const [todayStarts, others] = await Promise.all([
    readTodayStarts(who.workspaceId, who, lists),
    readOthers(who, { isMerged }),
  ]);
  return made({
    sessionId: who.id,
    workspaceId: who.workspaceId,
    actor: who.actor,
    member: who.member,
    grants: who.grants,
    viewsAs: who.viewsAs,
    isWork: who.isWork,
    todayStarts,
    account: who.account,
    role: who.role,
    connectionId: who.connectionId,
    isMerged,
    ...cutLists(lists, who),
    channelsReadAt: readAt ?? databaseDate(),
    listErrorCode: errorCode,
    password: who.password,
    ...callersWith(who, { readAt, others }),
  });
}

function made(parts: Omit<Scope, typeof proven>): Scope {
  // The only place that makes a scope: the mark `proven` exists as a type only.
  return parts as Scope;
}

/** The same with a password that the cloud may be called with. Throws DeskError `no-connection` if there is none. */
export function callerOf<S extends { password: Secret | null }>(scope: S): S & { password: Secret } {
  const { password } = scope;
  if (!password) throw new DeskError('no-connection');
  return { ...scope, password };
}
