import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import type { Stretch } from '../list/sync-list';
import { insertEvents, type ListTarget, rowsAtOnce } from './insert-events';
import { byPlace } from './order-by-place';
import { asListed, type ListedEvent } from './stored-event';
import { type Locked, rowsOf, saveStretch, selectPlaced } from './stretch-rows';
import { moveTraces, readTraces } from './traces';

export async function reorderTop(
  trx: Db,
  place: ListTarget,
  { stretch, now }: { stretch: Stretch; now: Locked },
  events: readonly ListedEvent[],
): Promise<Stretch> {
  const { high, newest_at: fallbackAt } = now;
  const known = await readKnown(trx, place, { low: stretch.id, high, count: events.length });
  const listed = events.map((event, index) => ({
    event,
    place: high + 1 + index,
    was: known.get(event.key)?.shift(),
  }));
  const moved = listed.flatMap(({ was, place: to }) => (was && 'id' in was ? [{ id: was.id, to }] : []));
  await sql`
    update event set place = moved.place
    from unnest(${moved.map(({ id }) => id)}::bigint[], ${moved.map(({ to }) => to)}::bigint[]) as moved (id, place)
    where ${rowsOf(place).inList} and event.id = moved.id`.execute(trx);
  await moveTraces(
    trx,
    place,
    listed.flatMap(({ was, place: to }) => (was && !('id' in was) ? [{ from: was.place, to }] : [])),
  );
  const fresh = listed.filter(({ was }) => was === undefined);
  const { deleted } = await insertEvents(
    trx,
    place,
    fresh.map(({ event }) => event),
    { places: fresh.map(({ place: to }) => to), fallbackAt },
  );
  return saveStretch(trx, place, stretch.id, {
    deleted,
    high: high + events.length,
    size: stretch.size + fresh.length,
    whole: stretch.whole,
    oldest: null,
    newest: null,
  });
}

async function readKnown(
  trx: Db,
  place: ListTarget,
  { low, high, count }: { low: number; high: number; count: number },
) {
  const rows = await selectPlaced(trx)
    .select('event.id')
    .where(rowsOf(place).inList)
    .where('event.place', '>=', low)
    .where('event.place', '<=', high)
    .orderBy(byPlace('desc'))
    .limit(count * 2 + rowsAtOnce)
    .execute();
  // The cloud also lists deleted events. Their traces move instead, so they do not return.
  const traces = await readTraces(trx, place, { low, high, count: count * 2, end: 'newest' });
  const stored = [...rows, ...traces].sort((a, b) => b.place - a.place);
  const known = new Map<string, typeof stored>();
  for (const [index, { key }] of asListed(stored).entries()) {
    const one = stored[index];
    if (one) known.set(key, [...(known.get(key) ?? []), one]);
  }
  return known;
}
