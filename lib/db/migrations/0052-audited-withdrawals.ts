import { type Kysely, sql } from 'kysely';

/** `event_withdrawal.told_at` becomes `audited_at`: when the audit log got the count. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await renameTime(db, { from: 'told_at', to: 'audited_at' });
}

/** `mend_times_ahead` holds the name of each column with a time, as a text. */
export async function renameTime(
  db: Kysely<unknown>,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await sql`alter table event_withdrawal rename column ${sql.id(from)} to ${sql.id(to)}`.execute(db);
  const { rows } = await sql<{ definition: string }>`
    select replace(pg_get_functiondef('mend_times_ahead'::regproc), ${`'${from}'`}, ${`'${to}'`}) as definition`.execute(
    db,
  );
  for (const { definition } of rows) await sql.raw(definition).execute(db);
}
