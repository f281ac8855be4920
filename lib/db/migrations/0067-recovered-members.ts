import { type Kysely, sql } from 'kysely';

/**
 * When a recovery link that another person made was last used for a member. Until the member keeps one way to sign in only,
 * a way of that person may be among theirs, and they join no further workspace.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table member add column recovered_at timestamptz`.execute(db);
  await sql`
    update member set recovered_at = used.at
    from (select member_id, max(used_at) as at from member_link
      where purpose = 'recovery' and used_at is not null group by member_id) as used
    where used.member_id = member.id`.execute(db);
  await nameTime(db);
}

/** `mend_times_ahead` names every column that holds a time of ours. */
async function nameTime(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  const before = `('member', 'created_at'),`;
  const definition = rows[0]?.definition ?? '';
  if (!definition.includes(before)) throw new Error('mend_times_ahead does not name member');
  await sql.raw(definition.replace(before, () => `${before} ('member', 'recovered_at'),`)).execute(db);
}
