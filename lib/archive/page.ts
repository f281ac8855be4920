import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { readDoorPlaces } from '@/lib/jobs/places';
import { type EventPage, listEvents } from './data';
import type { EventsQuery } from './schema';
import { type DoorArchive, readArchiveState } from './state';

export type EventsView = {
  page: EventPage;
  /** When it was read, by the database's clock, which says of events as well when they were stored. */
  readAt: string;
  doors: (DoorArchive & { label: string; building: string })[];
  rooms: { key: string; unit: string; building: string }[];
  /** Channels whose room page may be opened, as `channel@gid`. */
  open: string[];
};

/** Everything that the events page shows, from the archive alone: it never waits for the cloud. */
export async function loadEventsView(scope: Scope, query: EventsQuery): Promise<EventsView> {
  const [{ rows: clock }, page, state, places] = await Promise.all([
    sql<{ now: Date }>`select now()`.execute(getDb()),
    listEvents(scope, query),
    readArchiveState(scope),
    readDoorPlaces(scope),
  ]);
  const byGid = new Map(places.map((place) => [place.gid, place]));
  const byRoom = new Map(
    places.filter(({ unitLabel }) => unitLabel !== '').map((place) => [place.roomKey, place]),
  );
  return {
    page,
    // To the next millisecond: what was stored in this one is among the rows.
    readAt: new Date((clock[0]?.now ?? new Date()).getTime() + 1).toISOString(),
    doors: state.map((door) => ({
      ...door,
      label: byGid.get(door.gid)?.door ?? door.gid,
      building: byGid.get(door.gid)?.buildingName ?? '',
    })),
    rooms: [...byRoom].map(([key, { unitLabel, buildingName }]) => ({
      key,
      unit: unitLabel,
      building: buildingName,
    })),
    open: scope.channels.map(({ channel, gid }) => `${channel}@${gid}`),
  };
}
