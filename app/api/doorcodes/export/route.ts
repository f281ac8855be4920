import { getTranslations } from 'next-intl/server';
import { pairOf } from '@/lib/devices/pair-key';
import { clockAtWall, nameOfZone } from '@/lib/devices/time-zone';
import { typeNumber } from '@/lib/doorcodes/code-words';
import { allDoorcodesOf, doorcodeLists } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { documentedType } from '@/lib/doordeer/words';
import { defineListExport } from '@/lib/files/define-list-export';
import { inBuildings } from '@/lib/places/data';
import { doubtfulRooms, exportReadings } from '@/lib/readings/export-readings';
import { gapsOf } from '@/lib/readings/gaps';

/** The doorcodes as a file, with the table's filters, and a line for each room whose list is not known. */
export const GET = defineListExport({
  list: 'doorcodes',
  query: doorcodesQuery,
  needsIdentity: true,
  read: async ({ scope, query, note }) => {
    // Lists before codes: see lib/readings/gaps.ts.
    const lists = await doorcodeLists(scope);
    const [t, states, readings, found] = await Promise.all([
      getTranslations('doorcodes'),
      getTranslations('doorcodes.states'),
      exportReadings(scope),
      allDoorcodesOf(scope, query),
    ]);
    const places = inBuildings(lists.places, query.building);
    note(readings.note(gapsOf(places, (place) => lists.readings.get(pairOf(place)))));
    const lines = found.map((row) => ({
      name: row.name,
      digits: row.digits,
      state:
        row.validType === documentedType
          ? states(row.state)
          : t('undocumented.state', { state: states(row.state), type: typeNumber(t, row.validType) }),
      building: row.building,
      room: row.unit,
      door: row.door,
      locks: row.locks.map((lock) => lock.alias || lock.id).join(', '),
      from: row.fromWall,
      to: row.toWall,
      zone: clockAtWall(row.zone, row.fromWall),
      zoneAtEnd: clockAtWall(row.zone, row.toWall),
      zoneName: nameOfZone(row.zone),
      readAt: row.readAt ? new Date(row.readAt) : null,
      madeBy: row.madeBy ?? scope.account,
      reading: row.cutOff ? t(`cutOff.${row.cutOff}`) : readings.of([{ ...row.reading, readAt: row.readAt }]),
    }));
    const inDoubt = doubtfulRooms(places, lists.readings, found).map((room) => ({
      name: null,
      digits: null,
      state: null,
      building: room.building,
      room: room.unit,
      door: room.doors.map(({ door }) => door).join(', '),
      locks: null,
      from: null,
      to: null,
      zone: null,
      zoneAtEnd: null,
      zoneName: null,
      readAt: null,
      madeBy: null,
      reading: readings.ofDoors(room.doors),
    }));
    return {
      rows: [...lines, ...inDoubt],
      columns: [
        { key: 'name', title: t('columns.name') },
        { key: 'digits', title: t('columns.digits'), type: 'digits' },
        { key: 'state', title: t('columns.state') },
        { key: 'building', title: t('columns.building') },
        { key: 'room', title: t('columns.room') },
        { key: 'door', title: t('columns.door') },
        { key: 'locks', title: t('columns.locks') },
        { key: 'from', title: t('columns.from'), type: 'wall' },
        { key: 'to', title: t('columns.until'), type: 'wall' },
        { key: 'zone', title: t('columns.zone') },
        // Summer time can begin or end between start and end.
        { key: 'zoneAtEnd', title: t('columns.zoneAtEnd') },
        { key: 'zoneName', title: t('columns.zoneName') },
        { key: 'readAt', title: t('columns.read'), type: 'instant' },
        // The vendor lists only the codes that the account itself made.
        { key: 'madeBy', title: t('columns.madeBy') },
        readings.column,
      ],
    };
  },
});
