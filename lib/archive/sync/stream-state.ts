import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import type { ListWays } from './list-pages';
import { unknownWays } from './list-pages';

type List = { workspaceId: string; gid: string; channel: number | null };

/** What was found out about a list when it was read before, and when it was last read without fault. */
export async function readWays({
  workspaceId,
  gid,
  channel,
}: List): Promise<{ ways: ListWays; readAt: Date | null }> {
  const row = await getDb()
    .selectFrom('event_stream')
    .select(['list_order', 'page_ascending', 'first_record', 'page_size', 'last_record', 'read_at'])
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .where(sql<boolean>`channel is not distinct from ${channel}::bigint`)
    .executeTakeFirst();
  if (!row) return { ways: unknownWays, readAt: null };
  const ways = {
    firstRecord: row.first_record,
    order: row.list_order,
    ascending: row.page_ascending,
    pageSize: row.page_size ?? 0,
    lastRecord: row.last_record,
  };
  return { ways, readAt: row.read_at };
}

/** Keeps what this reading found out, and how it ended; a failure leaves the moment of the last good one. */
export async function keepWays(
  { workspaceId, gid, channel }: List,
  ways: ListWays,
  { errorCode, at }: { errorCode: ErrorCode | null; at: Date },
): Promise<void> {
  const found = {
    list_order: ways.order,
    page_ascending: ways.ascending,
    first_record: ways.firstRecord,
    page_size: ways.pageSize,
    last_record: ways.lastRecord,
    tried_at: at,
    error_code: errorCode,
    ...(errorCode === null ? { read_at: at } : {}),
  };
  await getDb()
    .insertInto('event_stream')
    .values({ workspace_id: workspaceId, gid, channel, read_at: null, ...found })
    .onConflict((on) => on.columns(['workspace_id', 'gid', 'channel']).doUpdateSet(found))
    .execute();
}
