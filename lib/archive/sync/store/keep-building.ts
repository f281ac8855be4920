import { type RawBuilder, type SqlBool, sql } from 'kysely';

type Door = { workspaceId: string; gid: string };

/** The event is of a building that the device has left: a room of where it is now cannot be meant. */
export function isFromBefore({ workspaceId, gid }: Door): RawBuilder<SqlBool> {
  const door = sql`workspace_id = ${workspaceId} and gid = ${gid}`;
  return sql<SqlBool>`event.building_name = any(array(
    select building_name from (
      select building_name from former_building where ${door}
      union all select building_name from room_channel where ${door} and not present
    ) as former
    where building_name not in (select building_name from room_channel where ${door} and present)))`;
}

/** For an `update` of events that were found to be of this room. */
export function setPlace(
  door: Door,
  { unitLabel, buildingName }: { unitLabel: string | null; buildingName: string },
): RawBuilder<unknown> {
  const before = isFromBefore(door);
  return sql`unit_label = case when ${before} then event.unit_label else ${unitLabel}::text end,
    building_name = case when ${before} then event.building_name else ${buildingName} end`;
}
