import { type Kysely, sql } from 'kysely';

/**
 * What makes each filter of the archive quick. The columns are generated, so whoever writes events need not know of
 * them, and they cannot fall out of step.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Hours of a week, 0 to 167 from Monday 0:00: by the door's own clock, and in UTC. building_hash: names may be longer
  // than an index entry. They stand in one index with door and type, so that any mixture of the three is one range each.
  await sql`
    alter table event
      add column wall_hour smallint generated always as
        ((extract(isodow from wall)::int - 1) * 24 + extract(hour from wall)::int) stored,
      add column utc_hour smallint generated always as (
        case when fit = 'invalid' then null else
          (extract(isodow from at at time zone 'UTC')::int - 1) * 24 + extract(hour from at at time zone 'UTC')::int
        end) stored,
      add column building_hash integer not null generated always as (hashtext(building_name)) stored`.execute(
    db,
  );
  await sql`create index event_kind on event (workspace_id, gid, building_hash, type, at, id)`.execute(db);
  await sql`
    create index event_wall_hour on event (workspace_id, wall_hour, at, id) where wall_hour is not null`.execute(
    db,
  );
  await sql`
    create index event_utc_hour on event (workspace_id, utc_hour, at, id) where utc_hour is not null`.execute(
    db,
  );
}
