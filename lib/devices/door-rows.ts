import { getDb } from '@/lib/db/client';

/** Doors with what people wrote about them. */
export function selectDoors(workspaceId: string) {
  return getDb()
    .selectFrom('door')
    .leftJoin('door_detail', (join) =>
      join
        .onRef('door_detail.workspace_id', '=', 'door.workspace_id')
        .onRef('door_detail.gid', '=', 'door.gid'),
    )
    .where('door.workspace_id', '=', workspaceId);
}
