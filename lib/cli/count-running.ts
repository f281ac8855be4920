import { sql } from 'kysely';
import type { Db } from '../db/client';

/** Connections of a running Doordesk to this database, without those of the command `ownName`. */
export async function countRunning(db: Db, ownName: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and application_name like 'doordesk%'
      and application_name not in (${ownName}, 'doordesk-start')`.execute(db);
  return rows[0]?.count ?? 0;
}
