import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayEverywhere } from '@/lib/auth/grants';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { type DoorcodeRow, findDoorcodes, isId } from './data';

/** Without its row once it is no longer listed. Null if it is not this account's. */
export async function findDoorcode(
  scope: Scope,
  id: string,
): Promise<{ name: string; row: DoorcodeRow | null } | null> {
  const [row] = await findDoorcodes(scope, [id]);
  if (row) return { name: row.name, row };
  if (!isId(id)) return null;
  const gone = await getDb()
    .selectFrom('doorcode')
    .select(['name', 'gid', 'channel'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('gone_at', 'is not', null)
    .executeTakeFirst();
  return gone && maySeeGone(scope, gone) ? { name: gone.name, row: null } : null;
}

/** Who sees codes in every building also sees those of rooms that have left the list. */
function maySeeGone(scope: Scope, at: { gid: string; channel: number }): boolean {
  const room = channelOf(scope, at);
  if (room) return mayDoorcode(scope, room, 'see');
  return mayEverywhere(scope, 'doorcodes') || mayEverywhere(scope, 'people');
}
