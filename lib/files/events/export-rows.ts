import { type EventTypeKey, eventTypeKey } from '@/lib/archive/events/labels';
import type { EventRow } from '@/lib/archive/search/rows';
import { clockBetween, nameOfZone } from '@/lib/devices/time-zone';
import type { ExportColumn } from '../write/cell';

/** One event in a file: both clocks, and the cloud's own text. */
export type ExportedEvent = {
  localTime: string | null;
  /** The zone of the local time: `UTC+02:00`. */
  zone: string | null;
  utcTime: Date | null;
  timeAsSent: string;
  timeNote: string | null;
  event: string;
  typeNumber: number;
  account: string | null;
  doorcode: string | null;
  building: string;
  door: string;
  gid: string;
  room: string | null;
  channel: number | null;
  roomKnownBy: string | null;
  reading: string | null;
  zoneName: string | null;
};

export type ExportWords = {
  title: (key: keyof ExportedEvent) => string;
  type: (key: EventTypeKey, number: number) => string;
  attribution: (key: NonNullable<EventRow['attribution']>) => string;
  fit: (key: Exclude<EventRow['fit'], 'exact'>) => string;
  /** By gid; null: the file is not about that door. */
  reading?: (gid: string) => string | null;
};

const types: { [Key in keyof ExportedEvent]: NonNullable<ExportColumn['type']> } = {
  localTime: 'wall',
  zone: 'text',
  utcTime: 'instant',
  timeAsSent: 'text',
  timeNote: 'text',
  event: 'text',
  typeNumber: 'number',
  account: 'text',
  doorcode: 'text',
  building: 'text',
  door: 'text',
  gid: 'text',
  room: 'text',
  channel: 'number',
  roomKnownBy: 'text',
  reading: 'text',
  zoneName: 'text',
};

export function exportColumns(words: ExportWords): ExportColumn<keyof ExportedEvent>[] {
  return (Object.keys(types) as (keyof ExportedEvent)[]).map((key) => ({
    key,
    title: words.title(key),
    type: types[key],
  }));
}

export async function* exportRows(
  events: AsyncIterable<EventRow>,
  words: ExportWords,
): AsyncGenerator<ExportedEvent, void> {
  for await (const event of events) {
    yield {
      localTime: event.wall,
      zone: clockBetween(event.wall, event.at),
      utcTime: event.at === null ? null : new Date(event.at),
      timeAsSent: event.timeText,
      timeNote: event.fit === 'exact' ? null : words.fit(event.fit),
      event: words.type(eventTypeKey(event.type), event.type),
      typeNumber: event.type,
      account: event.account,
      doorcode: event.codeName,
      building: event.buildingName,
      door: event.doorName,
      gid: event.gid,
      room: event.unitLabel,
      channel: event.channel,
      roomKnownBy: event.attribution === null ? null : words.attribution(event.attribution),
      reading: words.reading?.(event.gid) ?? null,
      zoneName: nameOfZone(event.zone),
    };
  }
}
