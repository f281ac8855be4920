import { getDb } from '@/lib/db/client';
import type { RoomsApart } from '@/lib/db/tables/archive';
import type { RoomList } from './other-lists';

export type Verdict = {
  /** Null: none of the rooms has an event. */
  apart: RoomsApart | null;
  /** More than a coincidence: events of the door that are stored are not the account's. */
  certain: boolean;
  /** Only repeats an earlier finding, perhaps of other accounts, so the finding keeps its date. */
  repeated?: boolean;
  /** Of `proven`: the lists as they were read for it. */
  lists?: readonly RoomList[];
};

/** What was found of a door's rooms; null: nothing yet. */
export async function readVerdict(workspaceId: string, gid: string): Promise<RoomsApart | null> {
  const door = await getDb()
    .selectFrom('event_door')
    .select('rooms_apart')
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .executeTakeFirst();
  return door?.rooms_apart ?? null;
}
