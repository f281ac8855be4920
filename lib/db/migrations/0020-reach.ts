import { type Kysely, sql } from 'kysely';

/**
 * Who is no manager sees in a whole door's list the records of his own rooms. `event_door.reach`: the channels that were
 * his when the list was begun; null: not known, or a manager's list, which is the whole door's. When they change, the
 * list is written again, and `event_stretch.aside` are the stretches from before, whose events the new ones take over.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_door add column reach bigint[]`.execute(db);
  await sql`alter table event_stretch add column aside boolean not null default false`.execute(db);
}
