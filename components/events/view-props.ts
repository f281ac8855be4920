import type { EventsView } from '@/lib/archive/page';
import { nameInAddress } from '@/lib/table/name-in-address';
import type { ReadingStatus } from './events-status';
import type { EventChoices } from './events-table';

/** What there is to filter by. How many events each choice would show is asked for when the list stands. */
export function choicesOf({ doors, rooms }: EventsView): EventChoices {
  const buildings = [...new Set(doors.map(({ building }) => building))].filter((name) => name !== '');
  return {
    buildings: buildings.map((name) => ({ value: nameInAddress(name), label: name })),
    doors: doors.map(({ gid, label, building }) => ({
      value: gid,
      label: building ? `${label} · ${building}` : label,
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
      errorCode ? [{ label: `${label} · ${building}`, code: errorCode, readAt: lastReadAt }] : [],
    ),
  };
}
