import { cache } from 'react';
import type { Lock } from '@/lib/doordeer/words';
import { selectDoors } from './door-rows';

export type NamedDoor = {
  name: string;
  /** Given by a person. Null: `name` is made from the aliases of the locks, or else from the model. */
  given: string | null;
  /** Without those of its locks, which not all of its rooms may have. */
  words: string[];
  locks: Lock[];
};

export const readDoorNames = cache(async (workspaceId: string): Promise<Map<string, NamedDoor>> => {
  const doors = await selectDoors(workspaceId)
    .select(['door.gid', 'door.default_name', 'door.locks', 'door_detail.name'])
    .execute();
  return new Map(
    doors.map(({ gid, default_name, locks, name }) => {
      const own = name?.trim() ?? '';
      const words = [own, default_name, gid].filter(Boolean);
      return [
        gid,
        { name: own || default_name || gid, given: own || null, words: [...new Set(words)], locks },
      ];
    }),
  );
});
