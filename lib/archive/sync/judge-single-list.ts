import type { Scope } from '@/lib/auth/scope';
import type { Verdict } from './judge-rooms';
import { readApart } from './keep-verdict';
import { compareWithOthers, isFreeOfOthers, type RoomList } from './other-lists';
import { foundSame } from './room-lists-finding';
import { goesOn, isPartOf, readStoredList } from './stored-list';

type Whose = Pick<Scope, 'workspaceId' | 'channels'>;

const ownAt = ({ channels }: Whose, gid: string): number[] =>
  channels.flatMap((room) => (room.gid === gid ? [room.channel] : []));

/**
 * The verdict on a door where the account has one list with events. Other accounts' lists of this door prove it, nothing
 * else does: of a cloud that tells rooms apart at another door, or to another account, nothing follows for this one. What
 * was proven holds on while the list goes on as it was.
 */
export async function judgeSingleList(scope: Whose, list: RoomList): Promise<Verdict> {
  const { workspaceId } = scope;
  const { gid, channel } = list;
  const own = ownAt(scope, gid);
  const { kind, certain } = await compareWithOthers(workspaceId, list, own);
  const same = await foundSame(gid);
  if (kind === 'same') return { apart: 'same', certain: certain || same !== null, repeated: !certain };
  if (kind === 'apart') return { apart: 'proven', certain: false, lists: [list] };
  if (same === 'at-door') return { apart: 'same', certain: true, repeated: true };
  if ((await readApart(workspaceId, gid)) === 'proven') {
    const stored = await readStoredList({ workspaceId, gid, channel });
    if (stored && goesOn(stored, list.events)) return { apart: 'proven', certain: false, repeated: true };
  }
  return { apart: same === null ? 'unproven' : 'same', certain: false };
}

/** Is nothing stored of a room that other rooms' lists hold? */
export async function isOwnAlone(scope: Whose, list: Pick<RoomList, 'gid' | 'channel'>): Promise<boolean> {
  return isFreeOfOthers(scope.workspaceId, list, ownAt(scope, list.gid));
}

/**
 * Is what is stored of a room what its list, which is proven, holds? A cloud may have given the whole door before: that was
 * stored and not shown, and must not be shown because of a list that is read now.
 */
export async function isStoredOf(scope: Whose, list: RoomList): Promise<boolean> {
  const { workspaceId } = scope;
  const { gid, channel } = list;
  const stored = await readStoredList({ workspaceId, gid, channel });
  if (stored === null) return true;
  const own = ownAt(scope, gid);
  if (!(await isFreeOfOthers(workspaceId, list, own))) return false;
  return (
    isPartOf(stored, list.events) || (await compareWithOthers(workspaceId, stored, own)).kind === 'apart'
  );
}
