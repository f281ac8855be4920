import type { Scope } from '@/lib/auth/scope';
import { readDoorPlaces, readDoorWords } from '@/lib/places/data';
import { type DoorArchive, readArchiveState } from '../coverage/state';
import type { EventsQuery } from '../search/schema';
import { type EventPage, listEvents } from './data';
import { markSeen } from './seen-events';

export type EventsView = {
  page: EventPage;
  seen: string | null;
  doors: (DoorArchive & {
    label: string;
    building: string;
    words: readonly string[];
  })[];
  rooms: { key: string; unit: string; building: string }[];
  places: { room: string; gid: string }[];
  open: string[];
};

/** Reads only the archive: it never waits for the cloud. */
export async function loadEventsView(scope: Scope, query: EventsQuery): Promise<EventsView> {
  const [{ page, seen }, state, places, doorWords] = await Promise.all([
    listEvents(scope, query).then(async (page) => ({ page, seen: await markPage(scope, query, page) })),
    readArchiveState(scope),
    readDoorPlaces(scope),
    readDoorWords(scope),
  ]);
  const byGid = new Map(places.map((place) => [place.gid, place]));
  const byRoom = new Map(
    places.filter(({ unitLabel }) => unitLabel !== '').map((place) => [place.roomKey, place]),
  );
  return {
    page,
    seen,
    doors: state.map((door) => ({
      ...door,
      label: byGid.get(door.gid)?.door ?? door.gid,
      building: byGid.get(door.gid)?.buildingName ?? '',
      words: doorWords.get(door.gid) ?? [],
    })),
    rooms: [...byRoom].map(([key, { unitLabel, buildingName }]) => ({
      key,
      unit: unitLabel,
      building: buildingName,
    })),
    places: scope.channels.map(({ roomKey, gid }) => ({ room: roomKey, gid })),
    open: scope.channels.map(({ channel, gid }) => `${channel}@${gid}`),
  };
}

async function markPage(scope: Scope, query: EventsQuery, { rows, next, newest }: EventPage) {
  const first = rows[0]?.id ?? null;
  const top = newest ?? first;
  const fromTop = query.dir === 'desc' && top === first;
  return markSeen(scope, query, { rows: fromTop ? rows : [], whole: fromTop && next === null, top });
}
