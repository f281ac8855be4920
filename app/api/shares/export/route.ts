import { getTranslations } from 'next-intl/server';
import { pairOf } from '@/lib/devices/pair-key';
import { defineListExport } from '@/lib/files/define-list-export';
import { inBuildings, readDoorWords } from '@/lib/places/data';
import { doubtfulRooms, exportReadings } from '@/lib/readings/export-readings';
import { gapsOf } from '@/lib/readings/gaps';
import { filterShares, loadShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';

/**
 * The shares as a file, with the table's filters: one line for each door with the share, and one for each room whose
 * shares are not known.
 */
export const GET = defineListExport({
  list: 'shares',
  query: sharesQuery,
  read: async ({ scope, query, note }) => {
    const [t, readings, known, doorWords] = await Promise.all([
      getTranslations('shares'),
      exportReadings(scope),
      loadShares(scope),
      readDoorWords(scope),
    ]);
    const places = inBuildings(known.places, query.building);
    const found = filterShares(known.rows, query, doorWords);
    note(readings.note(gapsOf(places, (place) => known.readings.get(pairOf(place)))));
    const lines = found.flatMap((row) =>
      row.doors.map((door) => ({
        account: row.account,
        building: row.building,
        room: row.unit,
        door: door.door,
        state: t(`states.${row.state}`),
        since: new Date(door.since),
        readAt: door.readAt ? new Date(door.readAt) : null,
        reading: readings.of([door]),
      })),
    );
    const inDoubt = doubtfulRooms(
      places,
      known.readings,
      found.flatMap((row) => row.doors),
    ).map((room) => ({
      account: null,
      building: room.building,
      room: room.unit,
      door: room.doors.map(({ door }) => door).join(', '),
      state: null,
      since: null,
      readAt: null,
      reading: readings.ofDoors(room.doors),
    }));
    return {
      rows: [...lines, ...inDoubt],
      columns: [
        { key: 'account', title: t('columns.account') },
        { key: 'building', title: t('columns.building') },
        { key: 'room', title: t('columns.room') },
        { key: 'door', title: t('columns.door') },
        { key: 'state', title: t('columns.state') },
        { key: 'since', title: t('columns.since'), type: 'instant' },
        { key: 'readAt', title: t('columns.read'), type: 'instant' },
        readings.column,
      ],
    };
  },
});
