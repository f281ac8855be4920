import { getDb } from '@/lib/db/client';
import type { RoomsApart } from '@/lib/db/tables/archive';
import type { RoomList } from './other-lists';

export type Verdict = {
  apart: RoomsApart | null;
  /** Proven beyond coincidence: stored events of the door are not the account's. */
  certain: boolean;
  /** Repeats an earlier finding, perhaps of other accounts, so the finding keeps its date. */
  repeated?: boolean;
  lists?: readonly RoomList[];
};

export async function readVerdict(workspaceId: string, gid: string): Promise<RoomsApart | null> {
  const door = await getDb()
    .selectFrom('event_door')
    .select('rooms_apart')
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .executeTakeFirst();
  return door?.rooms_apart ?? null;
}
