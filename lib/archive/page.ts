import type { Scope } from '@/lib/auth/scope';
import { readDoorPlaces } from '@/lib/jobs/places';
import { type EventPage, listEvents, readNow } from './data';
import type { EventsQuery } from './schema';
import { type DoorArchive, readArchiveState } from './state';

export type EventsView = {
  page: EventPage;
  /** When it was read: see `readNow`. */
  readAt: string;
  doors: (DoorArchive & { label: string; building: string })[];
  rooms: { key: string; unit: string; building: string }[];
  /** Channels whose room page may be opened, as `channel@gid`. */
  open: string[];
};

/** Everything that the events page shows, from the archive alone: it never waits for the cloud. */
export async function loadEventsView(scope: Scope, query: EventsQuery): Promise<EventsView> {
  const [readAt, page, state, places] = await Promise.all([
    readNow(),
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
    readAt,
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
