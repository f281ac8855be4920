import { type Kysely, sql } from 'kysely';

/**
 * The end of a one-time link and of a sign-in's challenge lies ahead, so no start may set it to now: it ended them all. After a
 * clock that was wrong they may live as long as new ones.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  let definition = rows[0]?.definition ?? '';
  const replace = (before: string, after: string) => {
    if (!definition.includes(before)) throw new Error(`mend_times_ahead does not have ${before}`);
    definition = definition.replace(before, () => after);
  };
  replace(" ('member_link', 'expires_at'),", '');
  replace(" ('sign_in_challenge', 'expires_at'),", '');
  replace(
    '  update credential_doubt set next_check_at',
    `  update member_link set expires_at = clock_timestamp() + interval '7 days'
    where expires_at > clock_timestamp() + interval '7 days';
  update sign_in_challenge set expires_at = clock_timestamp() + interval '5 minutes'
    where expires_at > clock_timestamp() + interval '5 minutes';
  update credential_doubt set next_check_at`,
  );
  await sql.raw(definition).execute(db);
}
