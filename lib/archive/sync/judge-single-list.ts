import type { Scope } from '@/lib/auth/scope';
import type { Verdict } from './judge-rooms';
import { readApart } from './keep-verdict';
import { compareWithOthers, type RoomList } from './other-lists';
import { foundSame } from './room-lists-finding';
import { goesOn, readStoredList } from './stored-list';

/**
 * The verdict on a door where the account has one list with events. Other accounts' lists of this door prove it, nothing
 * else does: of a cloud that tells rooms apart at another door, or to another account, nothing follows for this one. What
 * was proven holds on while the list goes on as it was.
 */
export async function judgeSingleList(
  { workspaceId, channels }: Pick<Scope, 'workspaceId' | 'channels'>,
  list: RoomList,
): Promise<Verdict> {
  const { gid, channel } = list;
  const own = channels.flatMap((room) => (room.gid === gid ? [room.channel] : []));
  const { kind, certain } = await compareWithOthers(workspaceId, list, own);
  const same = await foundSame(gid);
  if (kind === 'same') return { apart: 'same', certain: certain || same !== null };
  if (kind === 'apart') return { apart: 'proven', certain: false };
  if (same === 'at-door') return { apart: 'same', certain: true };
  if ((await readApart(workspaceId, gid)) === 'proven') {
    const stored = await readStoredList({ workspaceId, gid, channel });
    if (stored && goesOn(stored, list.events)) return { apart: 'proven', certain: false };
  }
  return { apart: same === null ? 'unproven' : 'same', certain: false };
}
