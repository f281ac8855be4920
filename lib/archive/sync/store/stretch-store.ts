import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Shelf, Shelved, Stretch } from '../list/sync-list';
import { lockEarlier, lockList } from './door-stretches';
import { insertEvents, type ListPlace, rowsAtOnce } from './insert-events';
import { byPlace } from './order-by-place';
import { asListed, type ListedEvent } from './stored-event';
import { endOf, moveTraces, readTraces } from './traces';

/** Places of the first stretch begin in the middle, and each gap leaves room for more events than a door has. */
const firstPlace = 2 ** 40;
const gapPlaces = 2 ** 32;

/** Another process changed the list meanwhile: nothing was written, and nothing needs to be. */
export class SupersededError extends Error {
  constructor() {
    super('the stored list was changed by somebody else');
    this.name = 'SupersededError';
  }
}

/**
 * The stored stretches of one list, for `syncList`. `beforeStoring` is given the events of each change before it is made, and
 * stops it by throwing.
 */
export function createShelf(
  place: ListPlace,
  beforeStoring: (events: readonly ListedEvent[]) => Promise<void> = async () => {},
): Shelf<ListedEvent> {
  const { workspaceId, gid, channel } = place;
  const everOfList = sql<boolean>`workspace_id = ${workspaceId} and gid = ${gid} and channel is not distinct from ${channel}::bigint`;
  const ofList = sql<boolean>`${everOfList} and not aside`;
  // "is not distinct from" finds no index: a long list would be sorted for each portion.
  const stream = channel === null ? sql`event.stream is null` : sql`event.stream = ${channel}::bigint`;
  const inList = sql<boolean>`event.workspace_id = ${workspaceId} and event.gid = ${gid} and ${stream}`;

  async function eventsOf(stretch: Stretch, count: number, end: 'newest' | 'oldest'): Promise<ListedEvent[]> {
    const high = await getDb()
      .selectFrom('event_stretch')
      .select('high')
      .where(ofList)
      .where('low', '=', stretch.id)
      .executeTakeFirst();
    if (!high) throw new SupersededError();
    const rows = await getDb()
      .selectFrom('event')
      .leftJoin('event_who', (join) =>
        join
          .onRef('event_who.workspace_id', '=', 'event.workspace_id')
          .onRef('event_who.id', '=', 'event.who_id'),
      )
      .select([
        'event.place',
        'event.trace',
        'event.type',
        'event.time_text as timeText',
        'event_who.account',
        'event_who.code_name as codeName',
      ])
      .where(inList)
      .where('event.place', '>=', stretch.id)
      .where('event.place', '<=', high.high)
      .orderBy(byPlace(end === 'newest' ? 'desc' : 'asc'))
      .limit(count)
      .execute();
    const traces = await readTraces(getDb(), place, { low: stretch.id, high: high.high, count, end });
    return asListed(endOf(rows, traces, { count, end }));
  }

  async function shelved(count: number, lowerThan?: Stretch): Promise<Shelved<ListedEvent> | null> {
    let select = getDb().selectFrom('event_stretch').select(['low', 'size', 'reaches_first']).where(ofList);
    if (lowerThan) select = select.where('low', '<', lowerThan.id);
    const row = await select.orderBy('low', 'desc').limit(1).executeTakeFirst();
    if (!row) return null;
    const stretch = { id: row.low, size: row.size, whole: row.reaches_first };
    return { stretch, events: await eventsOf(stretch, count, 'newest') };
  }

  /** Runs `change` on the stretch as it was when it was read; it is locked meanwhile. */
  async function changing<T>(
    stretch: Stretch,
    events: readonly ListedEvent[],
    change: (trx: Db, now: { high: number; oldest_at: Date; newest_at: Date }) => Promise<T>,
  ): Promise<T> {
    await beforeStoring(events);
    return getDb()
      .transaction()
      .execute(async (trx) => {
        // The lower ones first, as retention does: of two that lock them in different orders, one would lose.
        if (channel === null) await lockEarlier(trx, place);
        const now = await trx
          .selectFrom('event_stretch')
          .select(['high', 'size', 'oldest_at', 'newest_at'])
          .where(ofList)
          .where('low', '=', stretch.id)
          .forUpdate()
          .executeTakeFirst();
        if (!now || now.size !== stretch.size) throw new SupersededError();
        return change(trx, now);
      });
  }

  async function save(
    trx: Db,
    id: number,
    change: { low?: number; high?: number; size: number; whole: boolean; deleted: number },
  ): Promise<Stretch> {
    const low = change.low ?? id;
    await trx
      .updateTable('event_stretch')
      .set(({ eb }) => ({
        low,
        size: change.size,
        reaches_first: change.whole,
        pruned: eb('pruned', '+', change.deleted),
        ...(change.high === undefined ? {} : { high: change.high }),
      }))
      .where(ofList)
      .where('low', '=', id)
      .execute();
    await sql`
      update event_stretch set
        oldest_at = coalesce((select at from event where ${inList} and place >= ${low} order by ${byPlace('asc')} limit 1), oldest_at),
        newest_at = coalesce((select at from event where ${inList} and place <= event_stretch.high order by ${byPlace('desc')} limit 1), newest_at)
      where ${ofList} and low = ${low}`.execute(trx);
    return { id: low, size: change.size, whole: change.whole };
  }

  return {
    newest: (count) => shelved(count),
    oldest: (stretch, count) => eventsOf(stretch, count, 'oldest'),
    below: (stretch, count) => shelved(count, stretch),

    addStretch: async (events, { top: known, whole }) => {
      await beforeStoring(events);
      return getDb()
        .transaction()
        .execute(async (trx) => {
          await lockList(trx, place);
          const top = await trx
            .selectFrom('event_stretch')
            .select(['low', 'size'])
            .where(ofList)
            .orderBy('low', 'desc')
            .limit(1)
            .executeTakeFirst();
          if (top?.low !== known?.id || top?.size !== known?.size) throw new SupersededError();
          const { highest } = await trx
            .selectFrom('event_stretch')
            .select(({ fn }) => fn.max('high').as('highest'))
            .where(everOfList)
            .executeTakeFirstOrThrow();
          const low = highest === null ? firstPlace : highest + gapPlaces;
          const { times, deleted } = await insertEvents(trx, place, events, { places: low });
          const [oldest_at = databaseDate(), newest_at = databaseDate()] = [times[0], times.at(-1)];
          await trx
            .insertInto('event_stretch')
            .values({
              workspace_id: workspaceId,
              gid,
              channel,
              low,
              high: low + events.length - 1,
              size: events.length,
              reaches_first: whole,
              oldest_at,
              newest_at,
            })
            .execute();
          return save(trx, low, { size: events.length, whole, deleted });
        });
    },

    addNewer: (stretch, events) =>
      changing(stretch, events, async (trx, { high, newest_at }) => {
        const { deleted } = await insertEvents(trx, place, events, { places: high + 1, beside: newest_at });
        return save(trx, stretch.id, {
          deleted,
          high: high + events.length,
          size: stretch.size + events.length,
          whole: stretch.whole,
        });
      }),

    addOlder: (stretch, events, { met, whole }) =>
      changing(stretch, events, async (trx, { oldest_at }) => {
        const low = stretch.id - events.length;
        const { deleted } = await insertEvents(trx, place, events, { places: low, beside: oldest_at });
        if (met) {
          const gone = await trx
            .deleteFrom('event_stretch')
            .where(ofList)
            .where('low', '=', met.id)
            .where('size', '=', met.size)
            .returning('pruned')
            .executeTakeFirst();
          if (!gone) throw new SupersededError();
          await trx
            .updateTable('event_stretch')
            .set(({ eb }) => ({ pruned: eb('pruned', '+', gone.pruned) }))
            .where(ofList)
            .where('low', '=', stretch.id)
            .execute();
        }
        return save(trx, stretch.id, {
          deleted,
          low: met?.id ?? low,
          size: stretch.size + events.length + (met?.size ?? 0),
          whole: stretch.whole || whole || (met?.whole ?? false),
        });
      }),

    retell: (stretch, events) =>
      changing(stretch, events, async (trx, { high, newest_at }) => {
        const rows = await trx
          .selectFrom('event')
          .leftJoin('event_who', (join) =>
            join
              .onRef('event_who.workspace_id', '=', 'event.workspace_id')
              .onRef('event_who.id', '=', 'event.who_id'),
          )
          .select([
            'event.id',
            'event.place',
            'event.trace',
            'event.type',
            'event.time_text as timeText',
            'event_who.account',
            'event_who.code_name as codeName',
          ])
          .where(inList)
          .where('event.place', '>=', stretch.id)
          .where('event.place', '<=', high)
          .orderBy(byPlace('desc'))
          .limit(events.length * 2 + rowsAtOnce)
          .execute();
        // Events that were deleted are told anew as well, and must not come back: their traces move in their stead.
        const traces = await readTraces(trx, place, {
          low: stretch.id,
          high,
          count: events.length * 2,
          end: 'newest',
        });
        const stored = [...rows, ...traces].sort((a, b) => b.place - a.place);
        const known = new Map<string, typeof stored>();
        for (const [index, { key }] of asListed(stored).entries()) {
          const one = stored[index];
          if (one) known.set(key, [...(known.get(key) ?? []), one]);
        }
        const told = events.map((event, index) => ({
          event,
          place: high + 1 + index,
          was: known.get(event.key)?.shift(),
        }));
        // Places above all that are taken, in the order in which the cloud tells it now.
        const moved = told.flatMap(({ was, place: to }) => (was && 'id' in was ? [{ id: was.id, to }] : []));
        await sql`
          update event set place = moved.place
          from unnest(${moved.map(({ id }) => id)}::bigint[], ${moved.map(({ to }) => to)}::bigint[]) as moved (id, place)
          where ${inList} and event.id = moved.id`.execute(trx);
        await moveTraces(
          trx,
          place,
          told.flatMap(({ was, place: to }) => (was && !('id' in was) ? [{ from: was.place, to }] : [])),
        );
        const fresh = told.filter(({ was }) => was === undefined);
        const { deleted } = await insertEvents(
          trx,
          place,
          fresh.map(({ event }) => event),
          { places: fresh.map(({ place: to }) => to), beside: newest_at },
        );
        return save(trx, stretch.id, {
          deleted,
          high: high + events.length,
          size: stretch.size + fresh.length,
          whole: stretch.whole,
        });
      }),
  };
}
