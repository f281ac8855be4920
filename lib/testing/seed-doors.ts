import type pg from 'pg';
import type { SeedDoor } from './seed-archive';

export async function findSeedDoors(client: pg.ClientBase, account: string) {
  const { rows } = await client.query<SeedDoor & { workspace_id: string; zone: string }>(
    `select workspace.id as workspace_id, door.gid, door.building_name as building,
      coalesce(building_detail.zone, split_part(event_door.zone, '|', 1), '+08:00') as zone,
      coalesce((select json_agg(json_build_object('channel', channel, 'unit', unit_label) order by channel)
        from room_channel as room where room.workspace_id = door.workspace_id and room.gid = door.gid and room.present
          and unit_label <> ''), '[]') as rooms
    from workspace
    join door on door.workspace_id = workspace.id and door.present
    left join building_detail on building_detail.workspace_id = door.workspace_id
      and building_detail.building_name = door.building_name
    left join event_door on event_door.workspace_id = door.workspace_id and event_door.gid = door.gid
    where workspace.account = $1 and workspace.id = (
      select id from workspace where account = $1 order by role = 'manager' desc limit 1)
    order by door.gid`,
    [account],
  );
  const [first] = rows;
  if (!first) throw new Error(`No door of ${account} is known: sign in with it once, then try again.`);
  return { workspaceId: first.workspace_id, doors: rows };
}
