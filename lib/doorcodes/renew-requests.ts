import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';

/** Keeps the batch, and `known_before` of the first try, which tells later codes from older ones. Returns old id → new id. */
export async function renewRequests(
  trx: Db,
  scope: Scope,
  ids: readonly string[],
  { nextTryAt = null }: { nextTryAt?: Date | null } = {},
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; retry_of: string }>`
    insert into doorcode_request (workspace_id, batch, gid, channel, name, lock_ids, from_wall, to_wall, to_at,
      state, known_before, session_id, actor, member_id, next_try_at, retry_of, several_rooms, connection_id)
    select workspace_id, batch, gid, channel, name, lock_ids, from_wall, to_wall, to_at,
      'asked', known_before, ${scope.sessionId}, ${scope.actor}, ${scope.member?.id ?? null}, ${nextTryAt}, id, several_rooms,
      connection_id
    from doorcode_request
    where workspace_id = ${scope.workspaceId} and id = any(${ids}::uuid[]) and state in ('failed', 'asked')
    on conflict (retry_of) where retry_of is not null do nothing
    returning id, retry_of`.execute(trx);
  return new Map(rows.map((row) => [row.retry_of, row.id]));
}
