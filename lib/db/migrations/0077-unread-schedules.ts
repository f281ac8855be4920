import { type Kysely, sql } from 'kysely';

/**
 * When a file was last due while nothing read the cloud. The process that makes it may be another than the one that saw that.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table export_schedule add column unread_at timestamptz`.execute(db);
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  const before = `('connection', 'created_at'),`;
  const definition = rows[0]?.definition ?? '';
  if (!definition.includes(before)) throw new Error('mend_times_ahead does not name connection');
  await sql.raw(definition.replace(before, () => `${before} ('export_schedule', 'unread_at'),`)).execute(db);
}
