import { type Kysely, sql } from 'kysely';

/** Every key of the tables that Citus distributes begins with the workspace, and they refer to no other table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['share', 'doorcode'])
    await sql`
      alter table ${sql.table(table)}
        drop constraint ${sql.ref(`${table}_pkey`)}, add primary key (workspace_id, id)`.execute(db);
  // A distributed table cannot refer to one that is not.
  for (const table of ['doorcode_name', 'retention_hold'])
    await sql`
      alter table ${sql.table(table)} drop constraint ${sql.ref(`${table}_workspace_id_fkey`)}`.execute(db);
}
