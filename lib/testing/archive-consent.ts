import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';

/** The table of consents, as it was before connections. For tests of migrations. */
export async function withArchiveConsent(db: Db): Promise<void> {
  await sql`drop table connection`.execute(db);
  await sql`
    create table archive_consent (
      id uuid primary key,
      workspace_id uuid not null unique references workspace (id),
      actor text not null,
      sealed_password bytea,
      credential bytea,
      given_at timestamptz not null,
      refused_at timestamptz
    )`.execute(db);
  const { rows } = await sql<{ definition: string }>`
    select regexp_replace(pg_get_functiondef('mend_times_ahead'::regproc), '(\\(''connection'', ''[a-z_]+''\\), ?)+',
      '(''archive_consent'', ''given_at''), (''archive_consent'', ''refused_at''),') as definition`.execute(
    db,
  );
  for (const { definition } of rows) await sql.raw(definition).execute(db);
}
