import { getLocale } from 'next-intl/server';
import type { Scope } from '@/lib/auth/scope';
import type { AuditDetail } from '@/lib/db/tables/audit';
import { pairOf } from '@/lib/devices/pair-key';
import type { Place } from '@/lib/places/data';
import { type ChannelReading, channelReading, type Readings } from './data';
import { listTroubleOf } from './device-list';
import { type Gaps, gapsOfFlats, isIncomplete, type Known } from './gaps';
import { joinReadings, readingWords } from './reading-words';

/** For the column `reading`, in the person's language. Each cell also says what is wrong with the device list. */
export async function exportReadings(scope: Scope) {
  const words = await readingWords(await getLocale());
  const list = listTroubleOf(scope);
  const ofList = words.ofList(list);
  return {
    column: { key: 'reading', title: words.column } as const,
    of: (readings: readonly Known[]) => joinReadings([ofList, ...readings.map(words.of)]),
    ofDoors: (doors: readonly (Known & { door: string })[]) => {
      const texts = doors.map((door) => ({ door: door.door, text: words.of(door) }));
      const alike = new Set(texts.map(({ text }) => text)).size === 1;
      return joinReadings([ofList, ...texts.map(({ door, text }) => (alike ? text : `${door}: ${text}`))]);
    },
    ofRooms: (gaps: Gaps) => joinReadings([ofList, words.ofAll(gaps, 'rooms')]),
    ofEvents: (doors: Gaps) => joinReadings([ofList, words.ofAll(doors, 'doors')]),
    /** For the audit log: how many rooms, or doors in the file, were not known, and how old the oldest reading was. */
    note: (gaps: Gaps, doors?: Gaps): AuditDetail => ({
      unread: gaps.unread,
      unreadable: gaps.failed,
      old: gaps.old,
      oldest: gaps.readAt,
      ...(doors
        ? {
            doorsUnread: doors.unread,
            doorsUnreadable: doors.failed,
            doorsOld: doors.old,
            doorsOldest: doors.readAt,
          }
        : {}),
      ...(list ? { deviceList: list.readAt } : {}),
    }),
  };
}

export type DoubtfulRoom = { building: string; unit: string; doors: ChannelReading[] };

/** Rooms whose list may be incomplete and that no row of the file represents, one entry each. */
export function doubtfulRooms(
  places: readonly Place[],
  readings: Readings,
  shown: readonly { gid: string; channel: number }[],
): DoubtfulRoom[] {
  const pairs = new Set(shown.map(pairOf));
  return [...Map.groupBy(places, (place) => place.roomKey).values()].flatMap((flat) => {
    const doors = flat
      .filter((place) => !pairs.has(pairOf(place)))
      .map((place) => channelReading(place, readings))
      .filter((reading) => isIncomplete(gapsOfFlats([[reading]])));
    const [first] = flat;
    return first && doors.length > 0 ? [{ building: first.buildingName, unit: first.unitLabel, doors }] : [];
  });
}
