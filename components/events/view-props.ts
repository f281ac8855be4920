import type { EventsView } from '@/lib/archive/page';
import { nameInBuilding } from '@/lib/devices/door-names';
import { nameInAddress } from '@/lib/table/name-in-address';
import type { ReadingStatus } from './events-status';
import type { EventChoices } from './events-table';

/** What there is to filter by. How many events each choice would show is asked for when the list stands. */
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
    doors: doors.length,
    read: doors.filter(({ lastReadAt }) => lastReadAt !== null).length,
    readAt: read.sort()[0] ?? null,
    failed: doors.flatMap(({ label, building, errorCode, lastReadAt }) =>
      errorCode ? [{ label: inFull(label, building), code: errorCode, readAt: lastReadAt }] : [],
    ),
  };
}

/** A door's name and its building, once. */
function inFull(label: string, building: string): string {
  return [nameInBuilding(label, building), building].filter(Boolean).join(' · ');
}
