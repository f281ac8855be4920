import { type Kysely, sql } from 'kysely';

/**
 * What waits for a second member. `input_digest` ties a request to one input of one verb; a job has a request of its own.
 * It ends 72 hours after `asked_at`: an instant of its own would not follow when times ahead are set back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table approval (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null references workspace (id),
      actor text not null,
      member_id uuid,
      account text not null,
      role text not null,
      verb text not null,
      input_digest bytea not null,
      subject text not null,
      buildings jsonb not null,
      things integer not null,
      ended_before integer not null,
      above integer,
      job_id uuid references job (id) on delete cascade,
      state text not null default 'waiting'
        check (state in ('waiting', 'approved', 'refused', 'withdrawn', 'used', 'expired')),
      asked_at timestamptz not null,
      decided_by text,
      decided_member uuid,
      decided_at timestamptz,
      reason text not null default '',
      used_at timestamptz
    )`.execute(db);
  await sql`
    create unique index approval_open
    on approval (workspace_id, coalesce(member_id::text, actor), verb, input_digest)
    where state in ('waiting', 'approved')`.execute(db);
  await sql`create unique index approval_job on approval (job_id) where job_id is not null`.execute(db);
  await sql`create index approval_asked on approval (workspace_id, asked_at desc)`.execute(db);
  await nameTimes(db);
}

/** `mend_times_ahead` names every column that holds a time of ours. */
async function nameTimes(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  const before = `('connection', 'created_at'),`;
  const after = ['asked_at', 'decided_at', 'used_at'].map((column) => `('approval', '${column}'),`).join(' ');
  const definition = rows[0]?.definition ?? '';
  if (!definition.includes(before)) throw new Error('mend_times_ahead does not name connection');
  await sql.raw(definition.replace(before, () => `${before} ${after}`)).execute(db);
}
