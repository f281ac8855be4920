import { DeskError } from '@/lib/errors';
import { cutLists } from './cut-lists';
import { readFreshList } from './device-list';
import { sharedGrants } from './grants';
import { rightsNow } from './prove-right';
import type { Scope } from './scope';

/**
 * With lists read now, if needed, and what the person may do after that. What fails or takes a few seconds stays as in
 * `scope`: see `listIsFresh`.
 */
export async function withFreshList(scope: Scope): Promise<Scope> {
  const stale = scope.callers.filter(({ listIsFresh, inDoubt }) => !listIsFresh && !inDoubt);
  if (scope.inDoubt || stale.length === 0) return scope;
  const { workspaceId } = scope;
  const read = await Promise.all(
    stale.map(async (caller) => {
      const list = await readFreshList({ ...caller, workspaceId });
      return list ? { list, connectionId: caller.connectionId } : null;
    }),
  );
  const fresh = new Set(read.flatMap((one) => one?.connectionId ?? []));
  const list = read.findLast((one) => one !== null)?.list;
  if (!list) return scope;
  const now = await rightsNow(scope);
  if (!now) throw new DeskError('signed-out');
  const granted = { workspaceId, grants: now.grants ? sharedGrants(now.grants, scope.grants) : scope.grants };
  const isOwn = fresh.has(scope.connectionId);
  return {
    ...scope,
    ...granted,
    ...cutLists(list, granted),
    isMerged: list.isMerged,
    callers: scope.callers.map((caller) =>
      fresh.has(caller.connectionId) ? { ...caller, listIsFresh: true } : caller,
    ),
    freshIds: new Set([...scope.freshIds, ...fresh]),
    listIsFresh: true,
    ...(isOwn ? { channelsReadAt: list.readAt ?? scope.channelsReadAt, listErrorCode: null } : {}),
  };
}
