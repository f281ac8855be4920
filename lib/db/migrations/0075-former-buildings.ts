import { type Kysely, sql } from 'kysely';

/**
 * The buildings that a door served before. Older builds overwrote them when a device moved, but events keep the building
 * where they happened. And a door that serves several buildings has a default name without the first one: members of the
 * others see it.
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
  await sql`
    update door set default_name = case when named.alike > 1 then named.name || ' (' || named.gid || ')' else named.name end
    from (
      select *, count(*) over (partition by workspace_id, lower(name)) as alike from (
        select bare.workspace_id, bare.gid, case when right(bare.name, length(bare.ending)) = bare.ending
          then left(bare.name, -length(bare.ending)) else bare.name end as name
        from (
          select door.workspace_id, door.gid, ' · ' || btrim(door.building_name) as ending,
            case when right(default_name, length(door.gid) + 3) = ' (' || door.gid || ')'
              then left(default_name, -length(door.gid) - 3) else default_name end as name
          from door join (
            select workspace_id, gid from room_channel where present
            group by workspace_id, gid having min(building_name) <> max(building_name)
          ) as shared on shared.workspace_id = door.workspace_id and shared.gid = door.gid
        ) as bare
      ) as stripped
    ) as named
    where door.workspace_id = named.workspace_id and door.gid = named.gid`.execute(db);
  // So that the next device list is written in full, and names these doors by the locks that all of their buildings have.
  await sql`
    update device_list set content_hash = null where workspace_id in (
      select workspace_id from room_channel where present
      group by workspace_id, gid having min(building_name) <> max(building_name))`.execute(db);
}
