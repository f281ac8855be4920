import { type Kysely, sql } from 'kysely';

/**
 * What a door's clock is judged by. `arrivals`: of the last readings that brought something new, the newest event's own
 * time, and the two looks between which it appeared. `cloud_ahead_…`: the cloud's own clock beside ours, as bounds, from
 * the Date header of its answers; null: it sends none that can be used.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table event_door
      add column arrivals jsonb not null default '[]',
      add column cloud_ahead_least_ms bigint,
      add column cloud_ahead_most_ms bigint`.execute(db);
}
