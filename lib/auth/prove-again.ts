import { isFreshList } from '@/lib/devices/list-age';
import { cutAgain } from './cut-lists';
import { sharedGrants } from './grants';
import { type Scope, standingScope } from './scope';

/** The scope with the current device list and rights: a stream stays open for hours, and both are taken away meanwhile. */
export async function proveAgain(scope: Scope): Promise<Scope> {
  const { workspaceId, actor, member, viewsAs } = scope;
  const now = await standingScope({ workspaceId, actor, memberId: (viewsAs ?? member)?.id ?? null });
  if (!now) return scope;
  const { todayStarts, channelsReadAt } = now;
  const listIsFresh = isFreshList(channelsReadAt);
  // Never more than when the stream began: an owner who looks as a member has the rights of both.
  const grants = now.grants && sharedGrants(now.grants, scope.grants);
  return {
    ...scope,
    grants,
    ...cutAgain(now, { workspaceId, grants }),
    todayStarts,
    channelsReadAt,
    listIsFresh,
  };
}
