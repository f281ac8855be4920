import { type Kysely, sql } from 'kysely';

/** Every query of a member's events asks which doors once served other buildings. Few rooms are gone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index room_channel_gone on room_channel (workspace_id, building_name, gid) where not present`.execute(
    db,
  );
}
