import { type Kysely, sql } from 'kysely';

/**
 * A door's default name, made from its lock aliases and its building, so that lists and searches need not show a serial
 * number. The next device list computes it again (`lib/devices/door-names.ts`), hence the cleared hash.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table door add column default_name text not null default ''`.execute(db);
  await sql`
    with spoken as (
      select workspace_id, gid, building_name, (
        select string_agg(alias, ', ' order by place) from (
          select btrim(lock ->> 'alias') as alias, min(place) as place
          from jsonb_array_elements(locks) with ordinality as entry(lock, place)
          where btrim(lock ->> 'alias') <> '' group by 1 order by 2 limit 3
        ) as first_aliases
      ) as aliases
      from door
    ), named as (
      select workspace_id, gid, concat_ws(' · ', coalesce(aliases, gid), nullif(btrim(building_name), '')) as name
      from spoken
    ), counted as (
      select *, count(*) over (partition by workspace_id, lower(name)) as doors from named
    )
    update door set default_name = case when doors > 1 then name || ' (' || counted.gid || ')' else name end
    from counted where door.workspace_id = counted.workspace_id and door.gid = counted.gid`.execute(db);
  await sql`update device_list set content_hash = null`.execute(db);
}
