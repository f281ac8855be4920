import { type Kysely, sql } from 'kysely';

/**
 * When a file was last due while nothing read the cloud: the process that makes it may be another than the one that saw that.
 * And older files may hold events of buildings that their doors served before. Which doors those are cannot be told from a
 * file, so each counts as about all such buildings of its workspace.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['export_file', 'export_schedule'])
    await sql`
      update ${sql.table(table)} as file set buildings = array(
        select distinct name from (
          select unnest(file.buildings) as name
          union select building_name from former_building where workspace_id = file.workspace_id
          union select building_name from room_channel where workspace_id = file.workspace_id and not present
        ) as named order by name)
      where buildings is not null and exists (
        select from former_building where workspace_id = file.workspace_id
        union all select from room_channel where workspace_id = file.workspace_id and not present)`.execute(
      db,
    );
  await sql`alter table export_schedule add column unread_at timestamptz`.execute(db);
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  const before = `('connection', 'created_at'),`;
  const definition = rows[0]?.definition ?? '';
  if (!definition.includes(before)) throw new Error('mend_times_ahead does not name connection');
  await sql.raw(definition.replace(before, () => `${before} ('export_schedule', 'unread_at'),`)).execute(db);
}
