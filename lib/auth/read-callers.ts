import type { ScopeChannel } from '@/lib/devices/channel';
import { isFreshList } from '@/lib/devices/list-age';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { tryOpen } from '@/lib/vault';
import { findOtherConnections } from './connection';
import { connectionSeal } from './sealed-password';

/** A connection that the cloud can be called through. */
export type Caller = {
  readonly connectionId: string;
  readonly account: string;
  readonly role: Role;
  readonly password: Secret;
  /** Changes need a fresh list: see `lib/devices/list-age.ts`. */
  readonly listIsFresh: boolean;
  /** The password is being checked: nothing is sent with it. */
  readonly inDoubt: boolean;
};

type Others = {
  callers: readonly Caller[];
  /** Connections with a fresh list, also those that cannot be called now. */
  freshIds: ReadonlySet<string>;
};

const noOthers: Others = { callers: [], freshIds: new Set() };

/** The connections besides that of the workspace's own account. Without any, as mostly, the database is not asked. */
export async function readOthers(
  { workspaceId, connectionId: ownId }: { workspaceId: string; connectionId: string },
  { isMerged }: { isMerged: boolean },
): Promise<Others> {
  if (!isMerged) return noOthers;
  const rows = await findOtherConnections(workspaceId, ownId);
  return {
    freshIds: new Set(rows.flatMap(({ id, listReadAt }) => (isFreshList(listReadAt) ? [id] : []))),
    callers: rows.flatMap(({ id, account, role, state, sealed_password, listReadAt, doubtedAt }) => {
      const sealed = state === 'connected' ? sealed_password : null;
      const password = sealed && tryOpen(connectionSeal({ id, workspaceId, account }), sealed);
      if (!password) return [];
      return [
        {
          connectionId: id,
          account,
          role,
          password,
          listIsFresh: isFreshList(listReadAt),
          inDoubt: doubtedAt !== null,
        },
      ];
    }),
  };
}

type Own = Omit<Caller, 'password' | 'listIsFresh' | 'inDoubt'> & {
  /** Null: it cannot be called. */
  password: Secret | null;
  doubtedAt: Date | null;
  /** Null: a person signed in with the password, or Doordesk works with it. */
  member: object | null;
};

/** A member's work goes on while one of several connections can be used. A person who signed in with the password waits. */
export function callersWith(
  { password, doubtedAt, member, connectionId, account, role }: Own,
  { readAt, others }: { readAt: Date | null; others: Others },
): { callers: readonly Caller[]; freshIds: ReadonlySet<string>; listIsFresh: boolean; inDoubt: boolean } {
  const listIsFresh = isFreshList(readAt);
  const inDoubt = doubtedAt !== null;
  const own = password ? [{ connectionId, account, role, password, listIsFresh, inDoubt }] : [];
  const callers = [...own, ...others.callers];
  const freshIds = listIsFresh ? new Set([...others.freshIds, connectionId]) : others.freshIds;
  return {
    callers,
    freshIds,
    listIsFresh: freshIds.size > 0,
    inDoubt: member ? callers.length > 0 && callers.every((caller) => caller.inDoubt) : inDoubt,
  };
}

/** Whether a list that is fresh has this channel. Absent `freshIds`: any age will do. */
export function isListedNow(
  { freshIds, connectionId }: { freshIds?: ReadonlySet<string>; connectionId?: string },
  { through }: ScopeChannel,
): boolean {
  if (!freshIds) return true;
  if (!through) return connectionId !== undefined && freshIds.has(connectionId);
  return through.some((via) => freshIds.has(via.connectionId));
}
