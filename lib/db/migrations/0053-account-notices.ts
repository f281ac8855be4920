import { type Kysely, sql } from 'kysely';

/**
 * What a person should know about their account: a new browser, a new phone, a request for a new password. And each
 * account's folded spelling, because the cloud may take several spellings for one account.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account_notice (
      id uuid primary key default gen_random_uuid(),
      account text not null,
      kind text not null,
      network text not null,
      user_agent text not null,
      device text,
      times integer not null default 1,
      last_at timestamptz not null,
      dismissed_at timestamptz
    )`.execute(db);
  await sql`
    create unique index account_notice_open on account_notice (account, kind, network, user_agent)
      where dismissed_at is null`.execute(db);
  await sql`create index account_notice_last on account_notice (last_at)`.execute(db);
  await sql`alter table session add column device text`.execute(db);
  await sql`alter table workspace add column folded_account text`.execute(db);
  const { rows } = await sql<{ account: string }>`select distinct account from workspace`.execute(db);
  for (const { account } of rows)
    await sql`update workspace set folded_account = ${fold(account)} where account = ${account}`.execute(db);
  await sql`create index workspace_folded_account on workspace (folded_account)`.execute(db);
  // A clock that was ahead must not keep a notice on top.
  const { rows: clocks } = await sql<{ definition: string }>`
    select replace(pg_get_functiondef('mend_times_ahead'::regproc), '(''push_phone'',',
      '(''account_notice'', ''last_at''), (''account_notice'', ''dismissed_at''), (''push_phone'',') as definition`.execute(
    db,
  );
  for (const { definition } of clocks) await sql.raw(definition).execute(db);
}

/** As lib/text/fold-account.ts on this day. */
function fold(account: string): string {
  return account
    .normalize('NFKD')
    .toUpperCase()
    .normalize('NFKD')
    .replace(/[\s\p{M}\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '');
}
