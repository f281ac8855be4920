import { getDb } from '@/lib/db/client';
import type { Lock } from '@/lib/doordeer/words';

export type NamedDoor = {
  /** Its own name in Doordesk, else its default name, which ends with its building. */
  name: string;
  /** All that it may be searched by: its names, its locks' aliases, its device number. */
  words: string[];
  /** Its locks, as the device list has them for the whole door. */
  locks: Lock[];
};

/** What each door of a workspace is called, by its device number. */
export async function readDoorNames(workspaceId: string): Promise<Map<string, NamedDoor>> {
  const doors = await getDb()
    .selectFrom('door')
    .leftJoin('door_detail', (join) =>
      join
        .onRef('door_detail.workspace_id', '=', 'door.workspace_id')
        .onRef('door_detail.gid', '=', 'door.gid'),
    )
    .select(['door.gid', 'door.default_name', 'door.locks', 'door_detail.name'])
    .where('door.workspace_id', '=', workspaceId)
    .execute();
  return new Map(
    doors.map(({ gid, default_name, locks, name }) => {
      const own = name?.trim() ?? '';
      const words = [own, default_name, ...locks.map(({ alias }) => alias), gid].filter(Boolean);
      return [gid, { name: own || default_name || gid, words: [...new Set(words)], locks }];
    }),
  );
}
