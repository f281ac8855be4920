import { cache } from 'react';
import { readListed } from '@/lib/devices/data';
import { isFreshList } from '@/lib/devices/list-age';
import type { Relation } from '@/lib/doordeer/words';
import { findOtherConnections } from './connection';
import { mayInWorkspace } from './grants';
import type { AccountNotice } from './leave-notice';
import { devicesOf, relationsOf } from './own-channels';
import { personOf } from './read-person';
import { findOwnSession, hasOpened, type Scope } from './scope';
import { sendToSignIn } from './send-to-sign-in';
import type { Session } from './session';

export type Standing = Pick<
  Scope,
  'actor' | 'account' | 'role' | 'workspaceId' | 'member' | 'grants' | 'viewsAs'
> & {
  relations: readonly Relation[];
  doubt: FoundDoubt | null;
  list: ListState;
  notices: readonly AccountNotice[];
};

/** ISO texts. `emptyList`: not the password but the list is in doubt, which came empty after a filled one. */
export type Doubt = {
  since: string;
  nextCheckAt: string | null;
  emptyList?: true;
  /** A member reads this: they have no password of the account. Absent: the person signed in with it. */
  member?: DoubtForMember;
  /** Other connections work, so only what goes through this account waits. */
  goesOn?: true;
};

type DoubtForMember = {
  /** Whose passwords are in doubt. All that this person may not know by name are one null, at the end. */
  accounts: readonly (string | null)[];
  /** The workspace's own account is one of them. */
  isOwn: boolean;
  mayMend: boolean;
  /** Who can mend it, to be asked. */
  keepers: readonly string[];
};

/** Not to be shown: `describeDoubt` keeps back the accounts that this person may not know. */
export type FoundDoubt = Omit<Doubt, 'member'> & {
  member?: { ownId: string; connections: readonly { id: string; account: string }[]; mayMend: boolean };
};

export async function findDoubt(): Promise<FoundDoubt | null> {
  const session = await findOwnSession();
  return session && doubtFor(session);
}

/**
 * Of each connection that a member uses. All of a member's deeds wait only while none of them can be used, as in
 * `callersWith`.
 */
async function doubtFor(session: Session): Promise<FoundDoubt | null> {
  if (!session.memberId) return doubtOf(session);
  const used = await findUsed(session);
  const doubted = used.filter(({ doubtedAt }) => doubtedAt !== null);
  const held = doubted.length > 0 ? doubted : used.filter((one) => doubtOf(one) !== null);
  const doubts = held.flatMap((one) => doubtOf(one) ?? []);
  const [first] = doubts.sort((one, other) => one.since.localeCompare(other.since));
  if (!first) return null;
  const goesOn = used.some((one) => doubtOf(one) === null);
  const [nextCheckAt = null] = doubts.flatMap((doubt) => doubt.nextCheckAt ?? []).sort();
  const connections = held.map(({ id, account }) => ({ id, account }));
  const mayMend = mayInWorkspace(personOf(session), 'connections');
  const member = { ownId: session.connectionId, connections, mayMend };
  return { ...first, nextCheckAt, member, ...(goesOn ? { goesOn } : {}) };
}

type Used = Pick<Session, 'account' | 'doubtedAt' | 'nextCheckAt' | 'listEmptySince'> & { id: string };

/** The connections that a member's deeds can go through. The database is asked only if the workspace has several. */
async function findUsed(session: Session): Promise<Used[]> {
  const { workspaceId, connectionId: id, sealedPassword, listHash: hash } = session;
  const own = sealedPassword ? [{ ...session, id }] : [];
  if (sealedPassword && !(await readListed(workspaceId, hash)).isMerged) return own;
  const others = (await findOthers(workspaceId, id)).filter(isUsable);
  return [...own, ...others.map((other) => ({ ...other, listEmptySince: null }))];
}

/** Cached, because a page asks for the doubt and for the list. */
const findOthers = cache(findOtherConnections);

type Other = Awaited<ReturnType<typeof findOtherConnections>>[number];

function isUsable({ state, sealed_password }: Other): boolean {
  return state === 'connected' && sealed_password !== null;
}

/**
 * `version` differs when the device list changed, was read again or failed, and when a notice came. `isRead`: without it
 * nothing new comes by itself. Null: no one is signed in.
 */
export type ListState = { version: string; isFresh: boolean; isRead: boolean };

export async function findListState(): Promise<ListState | null> {
  const session = await findOwnSession();
  return session && listStateOf(session);
}

async function listStateOf(session: Session & { notices: readonly AccountNotice[] }): Promise<ListState> {
  const { listHash, listReadAt, listErrorCode, notices, sealedPassword } = session;
  // A member goes on through any connection: see `callersWith`.
  const others = sealedPassword ? [] : await findOthers(session.workspaceId, session.connectionId);
  const isFresh = isFreshList(listReadAt) || others.some((other) => isFreshList(other.listReadAt));
  const isRead = sealedPassword !== null || others.some(isUsable);
  return {
    version: [listHash?.toString('hex', 0, 8), listErrorCode, isFresh, isRead, notices[0]?.lastAt].join(),
    isFresh,
    isRead,
  };
}

function doubtOf({
  doubtedAt,
  nextCheckAt,
  listEmptySince,
}: Pick<Session, 'doubtedAt' | 'nextCheckAt' | 'listEmptySince'>): Omit<Doubt, 'member'> | null {
  if (!doubtedAt && listEmptySince)
    return { since: listEmptySince.toISOString(), nextCheckAt: null, emptyList: true };
  if (!doubtedAt) return null;
  return { since: doubtedAt.toISOString(), nextCheckAt: nextCheckAt?.toISOString() ?? null };
}

/** Who is signed in, for the frame around a page: it does not wait for the cloud. Redirects to the sign-in page. */
export async function requireStanding(): Promise<Standing> {
  const session = ((await hasOpened()) ? await findOwnSession() : null) ?? (await sendToSignIn());
  const { actor, account, role, workspaceId, notices } = session;
  const relations =
    role === 'manager' ? [] : relationsOf(devicesOf(await readListed(workspaceId, session.listHash)));
  const [doubt, list] = await Promise.all([doubtFor(session), listStateOf(session)]);
  return {
    actor,
    account,
    role,
    workspaceId,
    ...personOf(session),
    relations,
    doubt,
    list,
    notices,
  };
}
