import { type Kysely, sql } from 'kysely';

/**
 * A vendor account that a workspace may use by itself. Each workspace has one for its own account. A consent to archive
 * becomes a connection that is connected, or parked where the cloud had refused its password. The row keeps the consent's
 * id, to which the sealed password is bound.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table connection (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null references workspace (id),
      account text not null,
      role text not null,
      state text not null default 'none',
      sealed_password bytea,
      credential bytea,
      connected_by text,
      connected_at timestamptz,
      parked_at timestamptz,
      paused_at timestamptz,
      last_good_at timestamptz,
      created_at timestamptz not null default now(),
      unique (workspace_id, account, role),
      check (state in ('none', 'connected', 'parked', 'paused')),
      check ((state in ('connected', 'paused')) <= (sealed_password is not null)),
      check (state <> 'none' or sealed_password is null)
    )`.execute(db);
  await sql`create index connection_credential on connection (credential) where credential is not null`.execute(
    db,
  );
  await sql`
    insert into connection (id, workspace_id, account, role, state, sealed_password, credential, connected_by,
      connected_at, parked_at)
    select coalesce(consent.id, gen_random_uuid()), workspace.id, workspace.account, workspace.role,
      case when consent.id is null then 'none' when consent.refused_at is null then 'connected' else 'parked' end,
      consent.sealed_password, consent.credential, consent.actor, consent.given_at, consent.refused_at
    from workspace left join archive_consent as consent on consent.workspace_id = workspace.id`.execute(db);
  await sql`drop table archive_consent`.execute(db);
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  const before = `('archive_consent', 'given_at'), ('archive_consent', 'refused_at'),`;
  const after = ['connected_at', 'parked_at', 'paused_at', 'last_good_at', 'created_at']
    .map((column) => `('connection', '${column}'),`)
    .join(' ');
  const definition = rows[0]?.definition ?? '';
  if (!definition.includes(before)) throw new Error('mend_times_ahead does not name archive_consent');
  await sql.raw(definition.replace(before, () => after)).execute(db);
}
