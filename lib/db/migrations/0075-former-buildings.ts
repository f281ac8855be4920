import { type Kysely, sql } from 'kysely';

/**
 * The buildings that a door served before. Older builds overwrote them when a device moved, but events keep the building
 * where they happened.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table former_building (
      workspace_id uuid not null,
      gid text not null,
      building_name text not null,
      primary key (workspace_id, gid, building_name)
    )`.execute(db);
  await sql`
    insert into former_building (workspace_id, gid, building_name)
    select workspace_id, gid, building_name
    from (select distinct workspace_id, gid, building_name from event) as past
    where not exists (
      select from room_channel as known
      where known.workspace_id = past.workspace_id and known.gid = past.gid
        and known.building_name = past.building_name)`.execute(db);
}
