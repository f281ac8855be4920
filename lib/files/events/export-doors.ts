import { type DoorArchive, readArchiveState } from '@/lib/archive/coverage/state';
import type { EventFilter } from '@/lib/archive/search/filter';
import { devicesOf } from '@/lib/auth/own-channels';
import type { StandingScope } from '@/lib/auth/scope';
import type { FileDoors, HiddenDoor, UnreadDoor } from '@/lib/db/tables/exports';
import { readDoorNames } from '@/lib/devices/read-door-names';
import { isOld } from '@/lib/readings/age';
import type { ReadingWords } from '@/lib/readings/reading-words';
import type { ExportColumn } from '../write/cell';
import type { ExportFormat } from '../write/format';
import { lineOf } from '../write/row-lines';
import type { ExportedEvent } from './export-rows';

export type DoorsOfFile = {
  readings: Map<string, string>;
  record: FileDoors;
};

export async function readFileDoors(
  scope: StandingScope,
  filter: Pick<EventFilter, 'building' | 'door' | 'room'>,
  words: ReadingWords,
): Promise<DoorsOfFile> {
  const [state, named] = await Promise.all([readArchiveState(scope), readDoorNames(scope.workspaceId)]);
  const placesOf = Map.groupBy(devicesOf(scope), ({ gid }) => gid);
  const doors = state.filter(({ gid }) => {
    const places = placesOf.get(gid) ?? [];
    return (
      (filter.door.length === 0 || filter.door.includes(gid)) &&
      (filter.building.length === 0 ||
        places.some((place) => filter.building.includes(place.buildingName))) &&
      (filter.room.length === 0 || places.some((place) => filter.room.includes(place.roomKey)))
    );
  });
  const nameOf = (gid: string) => ({
    gid,
    door: named.get(gid)?.name ?? gid,
    building: placesOf.get(gid)?.[0]?.buildingName ?? '',
  });
  const unread = doors
    .filter((door) => !door.listRead || isOld(door.lastReadAt))
    .map((door): UnreadDoor => ({ ...nameOf(door.gid), readAt: door.lastReadAt, code: door.errorCode }));
  const withheld = doors.flatMap((door): HiddenDoor[] =>
    door.withheld === null ? [] : [{ ...nameOf(door.gid), count: door.withheld }],
  );
  return {
    readings: new Map(doors.map((door) => [door.gid, readingText(door, words)])),
    record: {
      doors: doors.length,
      unread,
      withheld,
      oldestReadAt: doors.flatMap(({ lastReadAt }) => lastReadAt ?? []).sort()[0] ?? null,
    },
  };
}

function readingText(
  {
    listRead,
    errorCode,
    lastReadAt,
    withheld,
  }: Pick<DoorArchive, 'listRead' | 'errorCode' | 'lastReadAt' | 'withheld'>,
  words: ReadingWords,
): string {
  const state = errorCode ? 'failed' : lastReadAt ? 'ok' : 'unread';
  const text = words.of({ state, code: errorCode, readAt: lastReadAt });
  const whole = state === 'ok' && !listRead ? words.notToEnd(text) : text;
  return withheld === null ? whole : words.withheld(withheld, whole);
}

/** Says at the end what the file lacks: doors not read completely or lately, or with hidden openings. */
export function doorLines(
  format: ExportFormat,
  columns: readonly ExportColumn<keyof ExportedEvent>[],
  { readings, record }: DoorsOfFile,
): string[] {
  const named = new Map([...record.unread, ...(record.withheld ?? [])].map((door) => [door.gid, door]));
  return [...named.values()].map(({ gid, door, building }) => {
    return lineOf({ format, columns }, { building, door, gid, reading: readings.get(gid) ?? null });
  });
}
