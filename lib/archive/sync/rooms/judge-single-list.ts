import type { Scope } from '@/lib/auth/scope';
import { foundSame, recordMixed } from './list-findings';
import { compareWithOthers, findSharer, type RoomList } from './other-lists';
import { goesOn, isPartOf, readStoredList } from './stored-list';
import { readVerdict, type Verdict } from './verdict';

type Whose = Pick<Scope, 'workspaceId' | 'channels'>;

const ownAt = ({ channels }: Whose, gid: string): number[] =>
  channels.flatMap((room) => (room.gid === gid ? [room.channel] : []));

/** For one list with events. Only other accounts' lists of this door prove it; a proof holds while the list continues. */
export async function judgeSingleList(scope: Whose, list: RoomList): Promise<Verdict> {
  const { workspaceId } = scope;
  const { gid, channel } = list;
  const own = ownAt(scope, gid);
  const { kind, certain, sharedWith } = await compareWithOthers(workspaceId, list, own);
  if (sharedWith !== undefined) await recordMixed(gid, [workspaceId, sharedWith]);
  const same = await foundSame(gid);
  if (kind === 'same') return { apart: 'same', certain: certain || same !== null, repeated: !certain };
  // Only a manager's list, by rooms, outweighs a list that has these events.
  if (same === 'at-door' && !(kind === 'apart' && certain))
    return { apart: 'same', certain: true, repeated: true };
  if (kind === 'apart') return { apart: 'proven', certain: false, lists: [list] };
  if ((await readVerdict(workspaceId, gid)) === 'proven') {
    const stored = await readStoredList({ workspaceId, gid, channel });
    if (stored && goesOn(stored, list.events)) return { apart: 'proven', certain: false, repeated: true };
  }
  return { apart: same === null ? 'unproven' : 'same', certain: false };
}

export async function findSharerOf(
  scope: Whose,
  list: Pick<RoomList, 'gid' | 'channel'>,
): Promise<string | null> {
  return findSharer(scope.workspaceId, list, ownAt(scope, list.gid));
}

/** Is what is stored part of the list? Events of a whole door may be stored, and a proof now must not show them. */
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
