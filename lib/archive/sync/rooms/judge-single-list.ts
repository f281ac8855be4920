import type { Scope } from '@/lib/auth/scope';
import { foundSame, recordMixed } from './list-findings';
import { compareWithOthers, findSharer, type RoomList } from './other-lists';
import { goesOn, isPartOf, readStoredList } from './stored-list';
import { readVerdict, type Verdict } from './verdict';

type Whose = Pick<Scope, 'workspaceId' | 'channels'>;

const ownAt = ({ channels }: Whose, gid: string): number[] =>
  channels.flatMap((room) => (room.gid === gid ? [room.channel] : []));

/**
 * The verdict on a door where the account has one list with events. Other accounts' lists of this door prove it, nothing
 * else does: that a cloud separates rooms at another door, or for another account, says nothing about this one. What
 * was proven holds on while the list goes on as it was.
 */
export async function judgeSingleList(scope: Whose, list: RoomList): Promise<Verdict> {
  const { workspaceId } = scope;
  const { gid, channel } = list;
  const own = ownAt(scope, gid);
  const { kind, certain, sharedWith } = await compareWithOthers(workspaceId, list, own);
  if (sharedWith !== undefined) await recordMixed(gid, [workspaceId, sharedWith]);
  const same = await foundSame(gid);
  if (kind === 'same') return { apart: 'same', certain: certain || same !== null, repeated: !certain };
  // One list that has none of these events does not outweigh another that has: only a manager's, by rooms, does.
  if (same === 'at-door' && !(kind === 'apart' && certain))
    return { apart: 'same', certain: true, repeated: true };
  if (kind === 'apart') return { apart: 'proven', certain: false, lists: [list] };
  if ((await readVerdict(workspaceId, gid)) === 'proven') {
    const stored = await readStoredList({ workspaceId, gid, channel });
    if (stored && goesOn(stored, list.events)) return { apart: 'proven', certain: false, repeated: true };
  }
  return { apart: same === null ? 'unproven' : 'same', certain: false };
}

/** The account that has events in its list of another room that are stored of this one; null: there is none. */
export async function findSharerOf(
  scope: Whose,
  list: Pick<RoomList, 'gid' | 'channel'>,
): Promise<string | null> {
  return findSharer(scope.workspaceId, list, ownAt(scope, list.gid));
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
  if ((await findSharer(workspaceId, list, own)) !== null) return false;
  return (
    isPartOf(stored, list.events) || (await compareWithOthers(workspaceId, stored, own)).kind === 'apart'
  );
}
