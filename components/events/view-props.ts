import type { EventsView } from '@/lib/archive/page';
import { nameInAddress } from '@/lib/table/name-in-address';
import type { ReadingStatus } from './events-status';
import type { EventChoices } from './events-table';

/** What there is to filter by, with how many events each choice would show. */
export function choicesOf({ facets, doors, rooms }: EventsView): EventChoices {
  const counts = (facet: { value: string; count: number }[]) =>
    new Map(facet.map(({ value, count }) => [value, count]));
  const [byBuilding, byDoor] = [counts(facets.building), counts(facets.door)];
  const buildings = [...new Set(doors.map(({ building }) => building))].filter((name) => name !== '');
  return {
    buildings: buildings.map((name) => ({
      value: nameInAddress(name),
      label: name,
      count: byBuilding.get(name) ?? 0,
    })),
    doors: doors.map(({ gid, label, building }) => ({
      value: gid,
      label: building ? `${label} · ${building}` : label,
      count: byDoor.get(gid) ?? 0,
    })),
    rooms: rooms.map(({ key, unit, building }) => ({ value: key, label: `${unit} · ${building}` })),
    types: facets.type,
  };
}

export function statusOf({ doors }: EventsView): ReadingStatus {
  const read = doors.flatMap(({ lastReadAt, errorCode }) => (lastReadAt && !errorCode ? [lastReadAt] : []));
  return {
    doors: doors.length,
    read: doors.filter(({ lastReadAt }) => lastReadAt !== null).length,
    readAt: read.sort()[0] ?? null,
    failed: doors.flatMap(({ label, building, errorCode, lastReadAt }) =>
      errorCode ? [{ label: `${label} · ${building}`, code: errorCode, readAt: lastReadAt }] : [],
    ),
  };
}
