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
import { tryOpen } from '@/lib/vault';
import { getDb } from '../db/client';
import { backgroundHeader } from './background-request';
import { parkConsents } from './consent';
import { readSessionToken } from './cookie';
import { credentialOf } from './credential';
import { readFreshList, refreshDeviceList, refreshWithin, waitsForList } from './device-list';
import { readRequest } from './request';
import { endSessions, findSession, findSessionById, findSessionEnd, type Session } from './session';

declare const proven: unique symbol;

/**
 * Who asks, proven. Every read and every write takes one. Made in this file alone: an id from a browser never suffices.
 */
export type Scope = {
  readonly [proven]: true;
  readonly sessionId: string;
  readonly workspaceId: string;
  /** Who acts through the account. Today the account's own holder. */
  readonly actor: string;
  readonly account: string;
  readonly role: Role;
  /** Of flats: rooms, room masters, shares, doorcodes and registers are about these alone. */
  readonly channels: readonly ScopeChannel[];
  /** Cameras that belong to no flat: doors of their building, and no rooms. */
  readonly cameras: readonly ScopeChannel[];
  /** When the device list was last read from the cloud. */
  readonly channelsReadAt: Date;
  /** It was fresh when the scope was made: see `lib/devices/list-age.ts`. Events are shown only then. */
  readonly listIsFresh: boolean;
  /** The account's own password, for the vendor's calls. Never serialised (see Secret). */
  readonly password: Secret;
  /**
   * The cloud has refused that password, and it is being checked whether it meant that: what is known may be shown, and
   * nothing is changed, exported or revealed.
   */
  readonly inDoubt: boolean;
};

/**
 * What may be seen of the archive when nobody is signed in: for work that was ordered beforehand, such as a scheduled
 * export. It cannot speak to the cloud. A `Scope` is one too.
 */
export type StandingScope = Omit<Scope, 'sessionId' | 'password' | 'inDoubt' | 'listIsFresh'>;

/** The living session of the request at hand. */
const findOwnSession = cache(async (): Promise<Session | null> => {
  const token = await readSessionToken();
  if (!token) return null;
  const { headers } = await readRequest();
  return findSession(token, { touch: headers.get(backgroundHeader) === null });
});

/** The scope of the request at hand, or null for a stranger. Once per page, however many loaders ask. */
export async function findScope(): Promise<Scope | null> {
  return (await openOwnScope())?.proven ?? null;
}

const openOwnScope = cache(async (): Promise<Opening | null> => {
  const session = await findOwnSession();
  return session ? openScope(session) : null;
});

/** The scope of the request at hand; a stranger is sent to the sign-in page, which says why and leads back. */
export async function requireScope(): Promise<Scope> {
  return (await findScope()) ?? sendToSignIn();
}

/**
 * The scope by the known device list while a stale one is read anew; null when this request waits for no cloud. It
 * proves nothing: use it to choose what stands in a page's place meanwhile, and for nothing that is shown.
 */
export async function findUnproven(): Promise<Scope | null> {
  return (await openOwnScope())?.known ?? null;
}

/** Who is signed in, and in which parts their rooms were last known to be: no permission to see any of them. */
export type Standing = Pick<Scope, 'account' | 'role'> & {
  relations: readonly Relation[];
  doubt: Doubt | null;
  list: ListState;
};

/**
 * Since when the session's password is in doubt, and when it is checked next. ISO. `emptyList`: not the password but the
 * device list is, which came empty after a filled one.
 */
export type Doubt = { since: string; nextCheckAt: string | null; emptyList?: true };

/** Of the request at hand; null: there is none, or nobody is signed in. */
export async function findDoubt(): Promise<Doubt | null> {
  const session = await findOwnSession();
  return session && doubtOf(session);
}

/**
 * What a page compares to learn that its device list changed, was read again or could not be: `version` is then another.
 * Null: nobody is signed in.
 */
export type ListState = { version: string; isFresh: boolean };

export async function findListState(): Promise<ListState | null> {
  const session = await findOwnSession();
  return session && listStateOf(session);
}

function listStateOf({ listHash, listReadAt, listErrorCode }: Session): ListState {
  const isFresh = isFreshList(listReadAt);
  return { version: [listHash?.toString('hex', 0, 8), listErrorCode, isFresh].join(), isFresh };
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

/**
 * Who is signed in, for the frame around a page: known without the cloud, so that the frame is there while a page
 * waits for its device list. A stranger is sent to the sign-in page.
 */
export async function requireStanding(): Promise<Standing> {
  const session = ((await openOwnScope()) && (await findOwnSession())) ?? (await sendToSignIn());
  const { account, role, workspaceId } = session;
  const relations = role === 'manager' ? [] : await readListedRelations(workspaceId);
  return { account, role, relations, doubt: doubtOf(session), list: listStateOf(session) };
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

/** The scope of a living session: for jobs. Null once it has ended, however it did. */
export async function scopeOfSession(sessionId: string): Promise<Scope | null> {
  const session = await findSessionById(sessionId);
  return session ? scopeOf(session) : null;
}

/**
 * The scope of a workspace by what its device list last said: doors and rooms that were taken away since then are
 * gone from it. Null when there is no such workspace, or its list was never read.
 */
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

/**
 * The scope of an account that consented to having its archive kept going while it is signed out: for the feeder alone.
 * Null once consent was withdrawn, or rests because the cloud refused the password for good.
 */
export async function scopeOfConsent(consentId: string): Promise<Scope | null> {
  const consent = await findConsent(consentId);
  if (!consent?.sealed_password) return null;
  const { sealed_password, ...holder } = consent;
  const password = tryOpen('archive-password', consent.id, sealed_password);
  if (!password) {
    await parkConsents(getDb(), { id: consent.id });
    return null;
  }
  if (!consent.credential) await keepCredential('archive_consent', { ...consent, password });
  return opening({ ...holder, password }, async () => (await findConsent(consentId)) ?? null).proven;
}

function findConsent(id: string) {
  return getDb()
    .selectFrom('archive_consent')
    .innerJoin('workspace', 'workspace.id', 'archive_consent.workspace_id')
    .leftJoin('device_list', 'device_list.workspace_id', 'archive_consent.workspace_id')
    .leftJoin('credential_doubt', (join) =>
      join
        .onRef('credential_doubt.credential', '=', 'archive_consent.credential')
        .on('credential_doubt.state', '<>', 'accepted'),
    )
    .select([
      'archive_consent.id',
      'archive_consent.workspace_id as workspaceId',
      'actor',
      'account',
      'role',
      'sealed_password',
      'archive_consent.credential',
      'device_list.read_at as listReadAt',
      'device_list.tried_at as listTriedAt',
      'device_list.content_hash as listHash',
      'credential_doubt.since as doubtedAt',
    ])
    .where('archive_consent.id', '=', id)
    .where('refused_at', 'is', null)
    .executeTakeFirst();
}

/** A row that an older version wrote does not say which password it holds. */
async function keepCredential(
  table: 'session' | 'archive_consent',
  { id, account, password }: { id: string; account: string; password: Secret },
): Promise<void> {
  const credential = credentialOf(account, password);
  await sql`update ${sql.table(table)} set credential = ${credential} where id = ${id}`.execute(getDb());
}

/**
 * The same scope with a fresh device list, for changes, exports and events: the list is read now, if need be. Where that
 * fails or takes longer than a few seconds, the scope is returned as it is, and `listIsFresh` says so.
 */
export async function withFreshList(scope: Scope): Promise<Scope> {
  if (scope.listIsFresh || scope.inDoubt) return scope;
  const list = await readFreshList(scope);
  if (!list) return scope;
  const { channels, cameras, readAt } = list;
  return { ...scope, channels, cameras, channelsReadAt: readAt ?? scope.channelsReadAt, listIsFresh: true };
}

/**
 * A scope on its way. `known` is there at once while `proven` waits for the cloud, and stands on a device list too old
 * to be shown: null when nothing is waited for.
 */
type Opening = { known: Promise<Scope | null>; proven: Promise<Scope | null> };

async function scopeOf(session: Session): Promise<Scope | null> {
  return (await openScope(session))?.proven ?? null;
}

async function openScope(session: Session): Promise<Opening | null> {
  const password = tryOpen('session-password', session.id, session.sealedPassword);
  if (!password) {
    // Sealed under another vault key: nobody can use this session any more.
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
  | 'listReadAt'
  | 'listTriedAt'
  | 'listHash'
  | 'doubtedAt'
> & { password: Secret };

/** Looks again at what the scope stands on: it may have ended, or its password be in doubt by now. */
type LookAgain = () => Promise<Pick<Holder, 'doubtedAt'> | null>;

function opening(who: Holder, lookAgain: LookAgain): Opening {
  const { listReadAt: readAt } = who;
  const asKnown = readListed(who.workspaceId, who.listHash).then((list) =>
    scopeWith(who, { ...list, readAt }),
  );
  asKnown.catch(() => {});
  if (!waitsForList(who)) return { known: Promise.resolve(null), proven: asKnown };
  const known = readAt ? asKnown : null;
  const proven = renewed(who, lookAgain, known);
  // The page that waits for it meets its failure; a frame does not wait.
  proven.catch(() => {});
  return { known: known?.catch(() => null) ?? Promise.resolve(null), proven };
}

/** `known`: the scope by the list that is to be read again; null when there is none yet. */
async function renewed(
  who: Holder,
  lookAgain: LookAgain,
  known: Promise<Scope> | null,
): Promise<Scope | null> {
  try {
    // No list at all is not an empty list: the page waits until it is known.
    const list = known ? await refreshWithin(who) : await refreshDeviceList(who, 'person');
    return list ? scopeWith(who, list) : known;
  } catch (error) {
    if (!isVendorError(error)) throw error;
    const now = await lookAgain();
    if (!now) return null;
    if (!known) throw error;
    return { ...(await known), inDoubt: now.doubtedAt !== null };
  }
}

function scopeWith(
  who: Holder,
  { channels, cameras, readAt }: ListedChannels & { readAt: Date | null },
): Scope {
  return made({
    sessionId: who.id,
    workspaceId: who.workspaceId,
    actor: who.actor,
    account: who.account,
    role: who.role,
    channels,
    cameras,
    channelsReadAt: readAt ?? databaseDate(),
    listIsFresh: isFreshList(readAt),
    password: who.password,
    inDoubt: who.doubtedAt !== null,
  });
}

function made(parts: Omit<Scope, typeof proven>): Scope {
  return parts as Scope;
}

/** What a request may be about: a flat, one channel, all channels of one door, or a building. */
export type ChannelTarget = { roomKey: string } | { gid: string; channel?: number } | { building: string };

/** The scope's own channels that `target` names. Empty for what is not this account's: answer "not found". */
export function channelsOf(scope: Scope, target: ChannelTarget): readonly ScopeChannel[] {
  return scope.channels.filter((channel) => {
    if ('roomKey' in target) return channel.roomKey === target.roomKey;
    if ('building' in target) return channel.buildingName === target.building;
    return channel.gid === target.gid && (target.channel === undefined || channel.channel === target.channel);
  });
}

/** One channel of the scope, or undefined when it is not this account's. */
export function channelOf(scope: Scope, target: { gid: string; channel: number }): ScopeChannel | undefined {
  return scope.channels.find(({ gid, channel }) => gid === target.gid && channel === target.channel);
}

/**
 * The part of a scope at the doors of one flat: what that flat's page needs, without the rest of a large building. Null for
 * a flat that is not this account's.
 */
export function atFlat(scope: Scope, at: { gid: string; channel: number }): Scope | null {
  const roomKey = channelOf(scope, at)?.roomKey;
  if (roomKey === undefined) return null;
  const gids = new Set(channelsOf(scope, { roomKey }).map(({ gid }) => gid));
  return { ...scope, channels: scope.channels.filter(({ gid }) => gids.has(gid)), cameras: [] };
}

/** Everything in the scope's device list: the flats' channels, and the cameras that belong to none. */
export function devicesOf(scope: Pick<Scope, 'channels' | 'cameras'>): ScopeChannel[] {
  return [...scope.channels, ...scope.cameras];
}

/** The gids of the scope's doors, each once. */
export function gidsOf(scope: Pick<Scope, 'channels' | 'cameras'>): string[] {
  return [...new Set(devicesOf(scope).map(({ gid }) => gid))];
}
