import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';

/**
 * Rules, holds and portions of one workspace wait for each other until their transactions end: once a hold is saved, no
 * portion that has not seen it can still be deleting.
 */
export async function lockRetention(trx: Db, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`retention:${workspaceId}`}, 0))`.execute(trx);
}
