import { addEventMonths } from '@/lib/db/add-event-months';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { StoredStretch, Stretch, StretchStore } from '../list/sync-list';
import { lockList } from './door-stretches';
import { monthsOf } from './event-time';
import { insertEvents, type ListTarget } from './insert-events';
import { reorderTop } from './order-top';
import type { ListedEvent } from './stored-event';
import { changeStretch, readEnd, rowsOf, SupersededError, saveStretch } from './stretch-rows';

/** The first stretch begins in the middle, and each gap leaves room for more events than a door has. */
const firstPlace = 2 ** 40;
const gapPlaces = 2 ** 32;

/** For `syncList`. `beforeStoring` gets the events of each change, and stops it by throwing. */
export function createStretchStore(
  place: ListTarget,
  beforeStoring: (events: readonly ListedEvent[]) => Promise<void> = async () => {},
): StretchStore<ListedEvent> {
  const prepare = async (events: readonly ListedEvent[]) => {
    await beforeStoring(events);
    await addEventMonths(() => monthsOf(events.map(({ timeText }) => timeText)));
  };
  return {
    newest: (count) => readStretch(place, count),
    oldest: (stretch, count) => readEnd(place, stretch, { count, end: 'oldest' }),
    below: (stretch, count) => readStretch(place, count, stretch),

    addStretch: async (events, { top, whole }) => {
      await prepare(events);
      return getDb()
        .transaction()
        .execute((trx) => addStretch(trx, place, events, { top, whole }));
    },

    addNewer: async (stretch, events) => {
      await prepare(events);
      return changeStretch(place, stretch, async (trx, { high, newest_at }) => {
        const { deleted, last } = await insertEvents(trx, place, events, {
          places: high + 1,
          fallbackAt: newest_at,
        });
        return saveStretch(trx, place, stretch.id, {
          deleted,
          high: high + events.length,
          size: stretch.size + events.length,
          whole: stretch.whole,
          newest: last,
        });
      });
    },

    addOlder: async (stretch, events, { met, whole }) => {
      await prepare(events);
      return changeStretch(place, stretch, async (trx, { oldest_at }) => {
        const low = stretch.id - events.length;
        const { deleted, first } = await insertEvents(trx, place, events, {
          places: low,
          fallbackAt: oldest_at,
        });
        const pruned = met ? await takeOver(trx, place, met) : 0;
        return saveStretch(trx, place, stretch.id, {
          deleted: deleted + pruned,
          low: met?.id ?? low,
          size: stretch.size + events.length + (met?.size ?? 0),
          whole: stretch.whole || whole || (met?.whole ?? false),
          oldest: met ? null : first,
        });
      });
    },

    reorder: async (stretch, events) => {
      await prepare(events);
      return changeStretch(place, stretch, (trx, now) => reorderTop(trx, place, { stretch, now }, events));
    },
  };
}

async function readStretch(
  place: ListTarget,
  count: number,
  lowerThan?: Stretch,
): Promise<StoredStretch<ListedEvent> | null> {
  let select = getDb()
    .selectFrom('event_stretch')
    .select(['low', 'size', 'reaches_first'])
    .where(rowsOf(place).ofList);
  if (lowerThan) select = select.where('low', '<', lowerThan.id);
  const row = await select.orderBy('low', 'desc').limit(1).executeTakeFirst();
  if (!row) return null;
  const stretch = { id: row.low, size: row.size, whole: row.reaches_first };
  return { stretch, events: await readEnd(place, stretch, { count, end: 'newest' }) };
}

async function addStretch(
  trx: Db,
  place: ListTarget,
  events: readonly ListedEvent[],
  { top: known, whole }: { top: Stretch | null; whole: boolean },
): Promise<Stretch> {
  const { workspaceId, gid, channel } = place;
  const { ofList, everOfList } = rowsOf(place);
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
  const { times, deleted, first, last } = await insertEvents(trx, place, events, { places: low });
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
  return saveStretch(trx, place, low, { size: events.length, whole, deleted, oldest: first, newest: last });
}

async function takeOver(trx: Db, place: ListTarget, met: Stretch): Promise<number> {
  const gone = await trx
    .deleteFrom('event_stretch')
    .where(rowsOf(place).ofList)
    .where('low', '=', met.id)
    .where('size', '=', met.size)
    .returning('pruned')
    .executeTakeFirst();
  if (!gone) throw new SupersededError();
  return gone.pruned;
}
