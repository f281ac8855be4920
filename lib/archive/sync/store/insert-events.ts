import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Zone } from '@/lib/devices/time-zone';
import { countStored } from './analyse-growth';
import { claimEvents } from './claim-events';
import { type PlacedTime, placeInTimePaced } from './event-time';
import type { ListKey } from './list-key';
import { nameLock } from './name-lock';
import { notifyEvents } from './notify-pages';
import { findWhos, type ListedEvent } from './stored-event';

export type ListTarget = ListKey & {
  zone: Zone;
  buildingName: string;
  unitLabel: string | null;
  /** Through which the list is read. */
  connectionId: string;
};

export type InsertPosition = { places: number | readonly number[]; fallbackAt?: Date };

export const rowsAtOnce = 1_000;

const unplaced: PlacedTime = { at: new Date(0), wall: null, fit: 'invalid' };

/** `first`, `last`: instants of the ends of these events; null if a stored event or a trace has that place. */
export type Inserted = { times: Date[]; deleted: number; first: Date | null; last: Date | null };

export async function insertEvents(
  trx: Db,
  place: ListTarget,
  events: readonly ListedEvent[],
  { places, fallbackAt = databaseDate() }: InsertPosition,
): Promise<Inserted> {
  const times = await placeInTimePaced(
    events.map(({ timeText }) => timeText),
    place.zone,
    fallbackAt,
  );
  const at = (index: number) => (typeof places === 'number' ? places + index : (places[index] ?? 0));
  if (events.length > 0) await nameLock(trx, place.workspaceId, 'shared');
  const { channel } = place;
  const connection = events.length > 0 ? await numberOf(trx, place.connectionId) : null;
  let deleted = 0;
  let [first, last]: [Date | null, Date | null] = [null, null];
  for (let from = 0; from < events.length; from += rowsAtOnce) {
    const some = events.slice(from, from + rowsAtOnce);
    const whos = await findWhos(trx, place.workspaceId, some);
    const incoming = some.map(({ type, timeText, key }, index) => ({
      ...(times[from + index] ?? unplaced),
      type,
      timeText,
      key,
      who: whos[index] ?? null,
      place: at(from + index),
    }));
    const claimed = await claimEvents(trx, place, incoming);
    const fresh = incoming.filter((event) => !claimed.places.has(event.place));
    deleted += claimed.deleted;
    const instants = incoming.map((event) => (claimed.places.has(event.place) ? null : event.at));
    if (from === 0) first = instants[0] ?? null;
    last = instants.at(-1) ?? null;
    await sql`
      insert into event (workspace_id, gid, stream, channel, attribution, zone, building_name, unit_label, archived_at,
        connection, place, type, who_id, time_text, at, wall, fit)
      select ${place.workspaceId}::uuid, ${place.gid}, ${channel}::bigint, ${channel}::bigint,
        ${channel === null ? null : 'stream'}::text, ${place.zone.name}, ${place.buildingName},
        ${place.unitLabel}::text, now(), ${connection}::int, *
      from unnest(
        ${fresh.map((event) => event.place)}::bigint[],
        ${fresh.map(({ type }) => type)}::bigint[],
        ${fresh.map(({ who }) => who)}::bigint[],
        ${fresh.map(({ timeText }) => timeText)}::text[],
        ${fresh.map((event) => event.at)}::timestamptz[],
        ${fresh.map(({ wall }) => wall)}::timestamp[],
        ${fresh.map(({ fit }) => fit)}::text[])`.execute(trx);
  }
  if (events.length > 0) await notifyEvents(trx, place.workspaceId);
  countStored(events.length);
  return { times: times.map(({ at: instant }) => instant), deleted, first, last };
}

const numbers = new Map<string, number>();

async function numberOf(trx: Db, connectionId: string): Promise<number | null> {
  const known = numbers.get(connectionId);
  if (known !== undefined) return known;
  const row = await trx
    .selectFrom('connection')
    .select('number')
    .where('id', '=', connectionId)
    .executeTakeFirst();
  if (row) numbers.set(connectionId, row.number);
  return row?.number ?? null;
}
