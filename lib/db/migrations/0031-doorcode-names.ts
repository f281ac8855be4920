import { type Kysely, sql } from 'kysely';

/** Names that doorcodes of this account had before the cloud gave them others: a code that was used under one is not a stranger's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table doorcode_name (
      workspace_id uuid not null references workspace (id) on delete cascade,
      name text not null,
      primary key (workspace_id, name)
    )`.execute(db);
  await sql`create index doorcode_by_name on doorcode (workspace_id, btrim(name))`.execute(db);
}
