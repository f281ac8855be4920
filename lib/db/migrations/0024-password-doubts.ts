import { type Kysely, sql } from 'kysely';

/** Passwords that the cloud refused, until it is known whether it meant that; and which password a session holds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // credential: a keyed digest of account and password. Rows of older versions get theirs when they are next opened.
  await sql`alter table session add column credential bytea`.execute(db);
  await sql`alter table archive_consent add column credential bytea`.execute(db);

  // doubted: refused, and checked again. refused: three checks in 10 minutes said the same. accepted: a check showed that
  // one call had refused a good password. by_sign: the refusal came from `sign`, which judges every password.
  await sql`
    create table credential_doubt (
      credential bytea primary key,
      workspace_id uuid not null references workspace (id),
      state text not null check (state in ('doubted', 'refused', 'accepted')),
      since timestamptz not null,
      by_sign boolean not null,
      refused_checks integer not null default 0,
      checked_at timestamptz,
      next_check_at timestamptz
    )`.execute(db);
}
