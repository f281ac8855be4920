import { getTranslations } from 'next-intl/server';
import { findBuildings, numberOf } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { databaseDate } from '@/lib/db/clock';
import { clockAt, nameOfZone } from '@/lib/devices/time-zone';
import { defineListExport } from '@/lib/files/define-list-export';
import { exportReadings } from '@/lib/readings/export-readings';
import { sumGaps } from '@/lib/readings/gaps';

export const GET = defineListExport({
  list: 'buildings',
  query: buildingsQuery,
  read: async ({ scope, query, note }) => {
    const [t, readings, found] = await Promise.all([
      getTranslations('buildings'),
      exportReadings(scope),
      findBuildings(scope, query),
    ]);
    note(readings.note(sumGaps(found.map((row) => row.gaps)), sumGaps(found.map((row) => row.eventGaps))));
    const rows = found.map((row) => ({
      ...row,
      vacant: numberOf(row.vacant),
      codes: numberOf(row.codes),
      zone: clockAt(row.zone.name, databaseDate()),
      zoneName: nameOfZone(row.zone.name),
      heardAt: row.heardAt ? new Date(row.heardAt) : null,
      reading: readings.ofRooms(row.gaps),
      eventReading: readings.ofEvents(row.eventGaps),
    }));
    return {
      rows,
      columns: [
        { key: 'name', title: t('columns.name') },
        { key: 'address', title: t('columns.address') },
        { key: 'doors', title: t('columns.doors'), type: 'number' },
        { key: 'rooms', title: t('columns.rooms'), type: 'number' },
        { key: 'vacant', title: t('columns.vacant'), type: 'number' },
        { key: 'codes', title: t('columns.codesMade'), type: 'number' },
        { key: 'unread', title: t('columns.unread'), type: 'number' },
        { key: 'heardAt', title: t('columns.heard'), type: 'instant' },
        { key: 'zone', title: t('columns.clock') },
        { key: 'zoneName', title: t('columns.zone') },
        readings.column,
        { key: 'eventReading', title: t('columns.eventReading') },
      ],
    };
  },
});
