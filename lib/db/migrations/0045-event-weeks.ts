import { type Kysely, sql } from 'kysely';

/** As `weekOf` of lib/db/week.ts has it: the database uses an index only for the same expression. */
const week = sql`((((at) at time zone 'UTC')::date - '2000-01-03'::date) / 7)`;

/**
 * Smaller indexes of the archive. Each held the instant and the id of every event, so no two entries were equal. Now they end
 * with the week: entries of one key and week are equal, and the database stores their key once. Searches look at windows
 * of time, and combine indexes. All begin with the workspace, so they hold under distribution by it, and none is unique,
 * so they hold under partitions by time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index event_kind, event_by_door, event_by_who, event_room, event_type, event_wall_hour, event_utc_hour`.execute(
    db,
  );
  await sql`create index event_door_week on event (workspace_id, gid, ${week})`.execute(db);
  await sql`create index event_door_type_week on event (workspace_id, gid, type, ${week})`.execute(db);
  await sql`create index event_building_week on event (workspace_id, building_hash, type, ${week})`.execute(
    db,
  );
  await sql`create index event_type_week on event (workspace_id, type, ${week})`.execute(db);
  await sql`
    create index event_room_week on event (workspace_id, gid, channel, ${week}) where channel is not null`.execute(
    db,
  );
  await sql`
    create index event_who_week on event (workspace_id, who_id, type, ${week}) where who_id is not null`.execute(
    db,
  );
  await sql`create index event_wall_week on event (workspace_id, wall_hour, ${week})`.execute(db);
  await sql`create index event_utc_week on event (workspace_id, utc_hour, ${week})`.execute(db);
  // The expression has statistics of its own only after this.
  await sql`analyze event`.execute(db);
}
