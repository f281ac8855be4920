import { type Kysely, sql } from 'kysely';

/** The round in which all rooms of a workspace are read again: the current one, and how long the last took. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table reading_round (
      workspace_id uuid primary key,
      started_at timestamptz not null,
      ended_at timestamptz,
      seconds integer
    )`.execute(db);
  const { rows } = await sql<{ definition: string }>`
    select replace(pg_get_functiondef('mend_times_ahead'::regproc), '(''connection'', ''connected_at''),',
      '(''reading_round'', ''started_at''), (''reading_round'', ''ended_at''), (''connection'', ''connected_at''),')
      as definition`.execute(db);
  for (const { definition } of rows) await sql.raw(definition).execute(db);
}
