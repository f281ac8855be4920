import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import type { ReadingOrder } from '@/lib/db/draw-reading-order';
import type { ErrorCode } from '@/lib/errors';
import type { Paging } from '../list/pager';
import { unknownPaging } from '../list/pager';
import type { ListKey } from './list-key';

/**
 * Entries of which nothing can be read. At first they are a fault, since true ones may stand there in a moment; where
 * they stay they are records like others, or nothing behind them would ever be read.
 */
export type Blanks = { taken: boolean; met: boolean };

/** A blank entry that stood in a list for so long, whenever it was read, is there to stay. */
const blankStaysMs = 60_000;

/**
 * What was found out about a list when it was read before, and when it was last read without fault. Of a list that never
 * gave a record: what other lists of its door taught.
 */
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

/** How lists of a door run, by the one that showed most. Where a list ends is its own. */
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
  /** Of this reading among all. */
  order: ReadingOrder;
  blanks: Blanks;
  /** Nothing of the list is left to be read. */
  whole: boolean;
  /** It went as far as it was meant to; where not, the next one goes on. */
  finished?: boolean;
};

/** Keeps what this reading found out, and how it ended; a failure leaves the moment of the last good one. */
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
    // A reading that went less far says nothing of one further down.
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
