import { type Kysely, sql } from 'kysely';

/**
 * Default names again: a door whose locks have no alias was called by its serial number, and is now called by its model
 * and a number. The next device list computes it again (`lib/devices/door-names.ts`), hence the cleared hash.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    with spoken as (
      select workspace_id, gid, btrim(building_name) as building, btrim(model) as model, (
        select string_agg(alias, ', ' order by place) from (
          select btrim(lock ->> 'alias') as alias, min(place) as place
          from jsonb_array_elements(locks) with ordinality as entry(lock, place)
          where btrim(lock ->> 'alias') <> '' group by 1 order by 2 limit 3
        ) as first_aliases
      ) as aliases
      from door
    ), numbered as (
      select *, row_number() over (alike order by gid collate "C") as number, count(*) over alike as doors
      from spoken window alike as (partition by workspace_id, building, model, aliases is null)
    ), named as (
      select workspace_id, gid, concat_ws(' · ', coalesce(aliases, concat_ws(' ',
        nullif(model, ''), case when model = '' or doors > 1 then '#' || number end)), nullif(building, '')) as name
      from numbered
    ), counted as (
      select *, count(*) over (partition by workspace_id, lower(name)) as doors from named
    )
    update door set default_name = case when doors > 1 then name || ' (' || counted.gid || ')' else name end
    from counted where door.workspace_id = counted.workspace_id and door.gid = counted.gid`.execute(db);
  await sql`update device_list set content_hash = null`.execute(db);
}
