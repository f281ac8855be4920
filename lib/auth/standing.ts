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
  doubt: Doubt | null;
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
  /** The workspace's own account, which the frame names; null: another one, which not every member may know. */
  account: string | null;
  mayMend: boolean;
  /** Who can mend it, to be asked: see `withKeepers`. */
  keepers: readonly string[];
};

export async function findDoubt(): Promise<Doubt | null> {
  const session = await findOwnSession();
  return session && doubtFor(session);
}

/** A member's deeds wait only while none of the workspace's connections can be used, as in `callersWith`. */
async function doubtFor(session: Session): Promise<Doubt | null> {
  if (!session.memberId) return doubtOf(session);
  const isUsed = session.sealedPassword !== null;
  const own = isUsed ? doubtOf(session) : null;
  if (isUsed && !own) return null;
  const used = (await findOthers(session.workspaceId, session.connectionId)).filter(isUsable);
  const goesOn = used.some(({ doubtedAt }) => doubtedAt === null);
  const mayMend = mayInWorkspace(personOf(session), 'connections');
  const member = { account: own && session.account, mayMend, keepers: [] };
  if (own) return { ...own, member, ...(goesOn ? { goesOn } : {}) };
  const since = used[0]?.doubtedAt;
  return goesOn || !since ? null : { since: since.toISOString(), nextCheckAt: null, member };
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
}: Pick<Session, 'doubtedAt' | 'nextCheckAt' | 'listEmptySince'>): Doubt | null {
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
  return {
    actor,
    account,
    role,
    workspaceId,
    ...personOf(session),
    relations,
    doubt: await doubtFor(session),
    list: await listStateOf(session),
    notices,
  };
}
