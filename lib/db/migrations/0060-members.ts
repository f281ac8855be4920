import { type Kysely, sql } from 'kysely';

/**
 * People with a sign-in of their own. A member belongs to workspaces by memberships. Work that was ordered keeps the member
 * who ordered it; without one it was ordered with the workspace's own vendor account.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table member (
      id uuid primary key default gen_random_uuid(),
      name text not null,
      sign_in_name text not null,
      folded_sign_in_name text not null unique,
      email text,
      password_hash text,
      password_set_at timestamptz,
      sealed_totp bytea,
      totp_step bigint,
      webauthn_id bytea not null unique,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table member_passkey (
      id text primary key,
      member_id uuid not null references member (id) on delete cascade,
      public_key bytea not null,
      counter bigint not null,
      transports jsonb not null,
      name text not null,
      backed_up boolean not null,
      created_at timestamptz not null default now(),
      last_used_at timestamptz
    )`.execute(db);
  await sql`create index member_passkey_member on member_passkey (member_id)`.execute(db);
  await sql`
    create table member_recovery_code (
      member_id uuid not null references member (id) on delete cascade,
      hash bytea not null,
      used_at timestamptz,
      primary key (member_id, hash)
    )`.execute(db);
  await sql`
    create table member_identity (
      issuer text not null,
      subject text not null,
      member_id uuid not null references member (id) on delete cascade,
      created_at timestamptz not null default now(),
      primary key (issuer, subject)
    )`.execute(db);
  await sql`create index member_identity_member on member_identity (member_id)`.execute(db);
  await sql`
    create table membership (
      workspace_id uuid not null references workspace (id),
      member_id uuid not null references member (id) on delete cascade,
      grants jsonb not null,
      vendor_credential bytea,
      invited_by text not null,
      joined_at timestamptz not null default now(),
      primary key (workspace_id, member_id)
    )`.execute(db);
  await sql`create index membership_member on membership (member_id)`.execute(db);
  await sql`
    create table member_link (
      id uuid primary key default gen_random_uuid(),
      purpose text not null check (purpose in ('invitation', 'recovery')),
      token_hash bytea not null unique,
      workspace_id uuid not null references workspace (id),
      member_id uuid references member (id) on delete cascade,
      name text not null,
      email text,
      grants jsonb not null,
      made_by text not null,
      made_by_member uuid references member (id) on delete set null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz,
      revoked_at timestamptz
    )`.execute(db);
  await sql`create index member_link_workspace on member_link (workspace_id)`.execute(db);
  await sql`
    create table sign_in_challenge (
      id uuid primary key default gen_random_uuid(),
      purpose text not null,
      subject text,
      value bytea not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index sign_in_challenge_expires on sign_in_challenge (expires_at)`.execute(db);
  await sql`
    create table workspace_setting (
      workspace_id uuid primary key references workspace (id),
      oidc_only boolean not null default false,
      vendor_sign_in_closed boolean not null default false,
      second_approval boolean not null default false,
      approval_above integer not null default 10 check (approval_above between 1 and 10000)
    )`.execute(db);
  await sql`
    create table exposed_password (
      workspace_id uuid not null references workspace (id),
      account text not null,
      role text not null,
      credential bytea not null,
      known_to text not null,
      since timestamptz not null default now(),
      primary key (workspace_id, account, role, known_to)
    )`.execute(db);

  await sql`alter table session alter column sealed_password drop not null`.execute(db);
  await sql`alter table session add column member_id uuid references member (id) on delete cascade`.execute(
    db,
  );
  await sql`alter table session add column views_as uuid`.execute(db);
  await sql`alter table session add column network text not null default ''`.execute(db);
  await sql`create index session_member on session (member_id) where member_id is not null`.execute(db);
  await sql`alter table session add constraint session_holds_password_or_member
    check ((sealed_password is null) = (member_id is not null))`.execute(db);

  for (const table of ['job', 'doorcode_request', 'export_file', 'export_schedule', 'saved_view'])
    await sql`alter table ${sql.table(table)} add column member_id uuid`.execute(db);
  await nameTimes(db);
}

const times = {
  member: ['password_set_at', 'created_at'],
  member_passkey: ['created_at', 'last_used_at'],
  member_recovery_code: ['used_at'],
  member_identity: ['created_at'],
  membership: ['joined_at'],
  member_link: ['created_at', 'expires_at', 'used_at', 'revoked_at'],
  sign_in_challenge: ['expires_at'],
  exposed_password: ['since'],
};

/** `mend_times_ahead` names every column that holds a time of ours. */
async function nameTimes(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  const before = `('connection', 'created_at'),`;
  const after = Object.entries(times)
    .flatMap(([table, columns]) => columns.map((column) => `('${table}', '${column}'),`))
    .join(' ');
  const definition = rows[0]?.definition ?? '';
  if (!definition.includes(before)) throw new Error('mend_times_ahead does not name connection');
  await sql.raw(definition.replace(before, () => `${before} ${after}`)).execute(db);
}
