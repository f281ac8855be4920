import { type Kysely, sql } from 'kysely';

/** Each change of a master or a share at one door, with its outcome: the same intent is sent once. Rows go after a day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table change_request (
      workspace_id uuid not null references workspace (id),
      request_key uuid not null,
      gid text not null,
      channel integer not null,
      action text not null,
      about text not null,
      outcome jsonb,
      begun_at timestamptz not null,
      primary key (workspace_id, request_key, gid, channel)
    )`.execute(db);
  await sql`
    create unique index change_request_open on change_request (workspace_id, gid, channel, action, about)
      where outcome is null`.execute(db);
  await sql`create index change_request_begun on change_request (begun_at)`.execute(db);
  // A clock that was ahead must not hold up equal changes.
  const { rows } = await sql<{ definition: string }>`
    select replace(pg_get_functiondef('mend_times_ahead'::regproc), '(''push_phone'',',
      '(''change_request'', ''begun_at''), (''push_phone'',') as definition`.execute(db);
  for (const { definition } of rows) await sql.raw(definition).execute(db);
}
