import type { EventsView } from '@/lib/archive/events/page';
import type { EventsQuery } from '@/lib/archive/search/schema';
import { nameInBuilding } from '@/lib/devices/door-names';
import { type Gaps, gapsOfFlats, type Known } from '@/lib/readings/gaps';
import { nameInAddress } from '@/lib/table/name-in-address';
import type { EventChoices } from './event-filters';
import type { ReadingStatus } from './events-status';

/** The choices of the filters. Their counts are loaded later. */
export function choicesOf({ doors, rooms }: EventsView): EventChoices {
  const buildings = [...new Set(doors.map(({ building }) => building))].filter((name) => name !== '');
  return {
    buildings: buildings.map((name) => ({ value: nameInAddress(name), label: name })),
    doors: doors.map(({ gid, label, building, words }) => ({
      value: gid,
      label: inFull(label, building),
      words,
    })),
    rooms: rooms.map(({ key, unit, building }) => ({ value: key, label: `${unit} · ${building}` })),
  };
}

export function statusOf({ doors }: EventsView): ReadingStatus {
  const read = doors.flatMap(({ lastReadAt, errorCode }) => (lastReadAt && !errorCode ? [lastReadAt] : []));
  return {
    gaps: gapsOfFlats(doors.map((door) => [knownOf(door)])),
    doors: doors.length,
    read: doors.filter(({ lastReadAt }) => lastReadAt !== null).length,
    readAt: read.sort()[0] ?? null,
    failed: doors.flatMap(({ label, building, errorCode, lastReadAt }) =>
      errorCode ? [{ label: inFull(label, building), code: errorCode, readAt: lastReadAt }] : [],
    ),
  };
}

/** A door's name and its building, without repeating it. */
function inFull(label: string, building: string): string {
  return [nameInBuilding(label, building), building].filter(Boolean).join(' · ');
}

/** How complete the doors are that a filter can match. An unread rest of a door's history may hold matching events. */
export function gapsIn(view: EventsView, query: Asked): Gaps {
  return gapsOfFlats(
    doorsIn(view, query).map((one) => {
      const known = knownOf(one);
      return [known.state === 'ok' && !one.readToEnd ? { ...known, state: 'unread' } : known];
    }),
  );
}

/** True if one of these doors has events that were read and are not shown. */
export function isWithheldIn(view: EventsView, query: Asked): boolean {
  return doorsIn(view, query).some(({ withheld }) => withheld !== null);
}

type Asked = Pick<EventsQuery, 'building' | 'door' | 'room'>;

function doorsIn({ doors, places }: EventsView, { building, door, room }: Asked): EventsView['doors'] {
  const ofRooms = new Set(places.flatMap((place) => (room.includes(place.room) ? place.gid : [])));
  return doors.filter(
    (one) =>
      (building.length === 0 || building.includes(one.building)) &&
      (door.length === 0 || door.includes(one.gid)) &&
      (room.length === 0 || ofRooms.has(one.gid)),
  );
}

function knownOf({ errorCode: code, lastReadAt: readAt }: EventsView['doors'][number]): Known {
  return { state: code ? 'failed' : readAt ? 'ok' : 'unread', code, readAt };
}
