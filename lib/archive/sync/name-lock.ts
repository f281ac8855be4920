import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';

/**
 * Until the transaction ends: whoever writes events shares the names (`event_who`), whoever removes names that no event
 * has any more is alone. Without it a name could go between being found and being referred to.
 */
export async function nameLock(trx: Db, workspaceId: string, how: 'shared' | 'alone'): Promise<void> {
  const name = sql`hashtextextended(${`event-who:${workspaceId}`}, 0)`;
  await (how === 'shared'
    ? sql`select pg_advisory_xact_lock_shared(${name})`
    : sql`select pg_advisory_xact_lock(${name})`
  ).execute(trx);
}
