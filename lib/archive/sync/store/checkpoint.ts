import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import type { ReadingOrder } from '@/lib/db/draw-reading-order';
import type { ErrorCode } from '@/lib/errors';
import type { Paging } from '../list/pager';
import { unknownPaging } from '../list/pager';
import type { ListKey } from './list-key';

/** Unreadable entries. At first an error: they may become readable. Later they count, or nothing behind them is read. */
export type Blanks = { taken: boolean; met: boolean };

const blankStaysMs = 60_000;

/** What earlier readings found out. For a list without a record, what the door's other lists showed. */
export async function readCheckpoint({
  workspaceId,
  gid,
  channel,
}: ListKey): Promise<{ paging: Paging; readAt: Date | null; blanks: Blanks; finished: boolean }> {
  const row = await getDb()
    .selectFrom('event_stream')
    .select([
      'list_order',
      'page_ascending',
      'first_record',
      'page_size',
      'last_record',
      'read_at',
      'tried_at',
      'blank_since',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .where(sql<boolean>`channel is not distinct from ${channel}::bigint`)
    .executeTakeFirst();
  if (!row) {
    const paging = await readDoorPaging({ workspaceId, gid });
    return { paging, readAt: null, blanks: { taken: false, met: false }, finished: false };
  }
  const own = {
    firstRecord: row.first_record,
    order: row.list_order,
    ascending: row.page_ascending,
    pageSize: row.page_size ?? 0,
    lastRecord: row.last_record,
  };
  const taken = row.blank_since !== null && databaseNow() - row.blank_since.getTime() >= blankStaysMs;
  const finished = row.read_at !== null && row.read_at >= (row.tried_at ?? row.read_at);
  const paging = own.pageSize > 0 ? own : await readDoorPaging({ workspaceId, gid });
  return { paging, readAt: row.read_at, blanks: { taken, met: false }, finished };
}

/** Takes the list that showed most. The last record differs for each list. */
async function readDoorPaging({ workspaceId, gid }: Omit<ListKey, 'channel'>): Promise<Paging> {
  const row = await getDb()
    .selectFrom('event_stream')
    .select(['list_order', 'page_ascending', 'first_record', 'page_size'])
    .where('workspace_id', '=', workspaceId)
    .where('gid', '=', gid)
    .where('first_record', 'is not', null)
    .where('page_size', '>', 0)
    .orderBy(sql`list_order is null`)
    .orderBy('page_size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return unknownPaging;
  return {
    firstRecord: row.first_record,
    order: row.list_order,
    ascending: row.page_ascending,
    pageSize: row.page_size ?? 0,
    lastRecord: null,
  };
}

type Ended = {
  errorCode: ErrorCode | null;
  order: ReadingOrder;
  blanks: Blanks;
  whole: boolean;
  finished?: boolean;
};

export async function saveCheckpoint(
  { workspaceId, gid, channel }: ListKey,
  paging: Paging,
  { errorCode, order, blanks, whole, finished = true }: Ended,
): Promise<void> {
  const { asked, askedAt: at } = order;
  const found = {
    asked,
    list_order: paging.order,
    page_ascending: paging.ascending,
    first_record: paging.firstRecord,
    page_size: paging.pageSize,
    last_record: paging.lastRecord,
    tried_at: at,
    error_code: errorCode,
    ...(errorCode === null && finished ? { read_at: at } : {}),
    // A reading that stopped early may not have met the entry.
    ...(blanks.met ? { blank_since: sql<Date>`coalesce(event_stream.blank_since, ${at})` } : {}),
    ...(!blanks.met && whole ? { blank_since: null } : {}),
  };
  await getDb()
    .insertInto('event_stream')
    .values({
      workspace_id: workspaceId,
      gid,
      channel,
      read_at: null,
      ...found,
      blank_since: blanks.met ? at : null,
    })
    .onConflict((on) =>
      on
        .columns(['workspace_id', 'gid', 'channel'])
        .doUpdateSet(found)
        .where('event_stream.asked', '<=', asked),
    )
    .execute();
}
