import { type Kysely, sql } from 'kysely';

/**
 * How a member's session began, for workspaces that take one way only; which workspace a member entered last; and notices
 * about members, who have no account of the vendor's.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table session add column way text`.execute(db);
  await sql`alter table membership add column last_entered_at timestamptz`.execute(db);

  await sql`alter table account_notice alter column account drop not null`.execute(db);
  await sql`
    alter table account_notice add column member_id uuid references member (id) on delete cascade`.execute(
    db,
  );
  await sql`
    alter table account_notice add constraint account_notice_of_account_or_member
      check ((account is null) <> (member_id is null))`.execute(db);
  await sql`
    create unique index account_notice_open_of_member on account_notice (member_id, kind, network, user_agent)
      where dismissed_at is null and member_id is not null`.execute(db);
  await nameTime(db);
}

/** `mend_times_ahead` names every column that holds a time of ours. */
async function nameTime(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  const before = `('membership', 'joined_at'),`;
  const definition = rows[0]?.definition ?? '';
  if (!definition.includes(before)) throw new Error('mend_times_ahead does not name membership');
  await sql.raw(definition.replace(before, () => `${before} ('membership', 'last_entered_at'),`)).execute(db);
}
