import { type RawBuilder, sql } from 'kysely';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import { type Db, getDb } from '@/lib/db/client';
import type { Stretch } from '../list/sync-list';
import { lockEarlier } from './door-stretches';
import type { ListKey } from './list-key';
import { byPlace } from './order-by-place';
import { asListed, type ListedEvent } from './stored-event';
import { endOf, readTraces } from './traces';

/** Another process changed the list meanwhile. Nothing was written. */
export class SupersededError extends Error {
  constructor() {
    super('the stored list was changed by another process');
    this.name = 'SupersededError';
  }
}

export type ListRows = {
  everOfList: RawBuilder<boolean>;
  ofList: RawBuilder<boolean>;
  inList: RawBuilder<boolean>;
};

export function rowsOf({ workspaceId, gid, channel }: ListKey): ListRows {
  const everOfList = sql<boolean>`workspace_id = ${workspaceId} and gid = ${gid} and channel is not distinct from ${channel}::bigint`;
  // "is not distinct from" would use no index, and sort a long list for each portion.
  const stream = channel === null ? sql`event.stream is null` : sql`event.stream = ${channel}::bigint`;
  return {
    everOfList,
    ofList: sql<boolean>`${everOfList} and not aside`,
    inList: sql<boolean>`event.workspace_id = ${workspaceId} and event.gid = ${gid} and ${stream}`,
  };
}

export function selectPlaced(db: Db) {
  return selectNamedEvents(db).select([
    'event.place',
    'event.trace',
    'event.type',
    'event.time_text as timeText',
    'event_who.account',
    'event_who.code_name as codeName',
  ]);
}

export async function readEnd(
  list: ListKey,
  stretch: Stretch,
  { count, end }: { count: number; end: 'newest' | 'oldest' },
): Promise<ListedEvent[]> {
  const { ofList, inList } = rowsOf(list);
  const bounds = await getDb()
    .selectFrom('event_stretch')
    .select('high')
    .where(ofList)
    .where('low', '=', stretch.id)
    .executeTakeFirst();
  if (!bounds) throw new SupersededError();
  const rows = await selectPlaced(getDb())
    .where(inList)
    .where('event.place', '>=', stretch.id)
    .where('event.place', '<=', bounds.high)
    .orderBy(byPlace(end === 'newest' ? 'desc' : 'asc'))
    .limit(count)
    .execute();
  const traces = await readTraces(getDb(), list, { low: stretch.id, high: bounds.high, count, end });
  return asListed(endOf(rows, traces, { count, end }));
}

export type Locked = { high: number; oldest_at: Date; newest_at: Date };

/** Locks the stretch, and fails with `SupersededError` if it has changed since it was read. */
export function changeStretch<T>(
  list: ListKey,
  stretch: Stretch,
  change: (trx: Db, now: Locked) => Promise<T>,
): Promise<T> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      // The lower ones first, as retention does: two different orders would deadlock.
      if (list.channel === null) await lockEarlier(trx, list);
      const now = await trx
        .selectFrom('event_stretch')
        .select(['high', 'size', 'oldest_at', 'newest_at'])
        .where(rowsOf(list).ofList)
        .where('low', '=', stretch.id)
        .forUpdate()
        .executeTakeFirst();
      if (!now || now.size !== stretch.size) throw new SupersededError();
      return change(trx, now);
    });
}

/** `oldest`, `newest`: the instant of that end, null to look it up. Absent: that end has not changed. */
export type StretchChange = {
  low?: number;
  high?: number;
  size: number;
  whole: boolean;
  deleted: number;
  oldest?: Date | null;
  newest?: Date | null;
};

export async function saveStretch(
  trx: Db,
  list: ListKey,
  id: number,
  change: StretchChange,
): Promise<Stretch> {
  const { ofList, inList } = rowsOf(list);
  const low = change.low ?? id;
  await trx
    .updateTable('event_stretch')
    .set(({ eb }) => ({
      low,
      size: change.size,
      reaches_first: change.whole,
      pruned: eb('pruned', '+', change.deleted),
      ...(change.high === undefined ? {} : { high: change.high }),
      ...(change.oldest ? { oldest_at: change.oldest } : {}),
      ...(change.newest ? { newest_at: change.newest } : {}),
    }))
    .where(ofList)
    .where('low', '=', id)
    .execute();
  // Looked up only where it is unknown: that query opens every partition.
  if (change.oldest === null)
    await sql`
      update event_stretch set oldest_at = coalesce((select at from event
        where ${inList} and place >= ${low} order by ${byPlace('asc')} limit 1), oldest_at)
      where ${ofList} and low = ${low}`.execute(trx);
  if (change.newest === null)
    await sql`
      update event_stretch set newest_at = coalesce((select at from event
        where ${inList} and place <= event_stretch.high order by ${byPlace('desc')} limit 1), newest_at)
      where ${ofList} and low = ${low}`.execute(trx);
  return { id: low, size: change.size, whole: change.whole };
}
