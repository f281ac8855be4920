import { getTranslations } from 'next-intl/server';
import { defineListExport } from '@/lib/files/define-list-export';
import { filterMasters, loadMasters, masterGaps } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { readDoorWords } from '@/lib/places/data';
import { exportReadings } from '@/lib/readings/export-readings';
import { isIncomplete } from '@/lib/readings/gaps';

/** The room masters as a file, with the table's filters, and one line for each door. */
export const GET = defineListExport({
  list: 'masters',
  query: mastersQuery,
  read: async ({ scope, query, note }) => {
    const [t, readings, all, doorWords] = await Promise.all([
      getTranslations('masters'),
      exportReadings(scope),
      loadMasters(scope),
      readDoorWords(scope),
    ]);
    const found = filterMasters(all, query, doorWords);
    note(readings.note(masterGaps(all, query.building)));
    const keys = new Set(found.map((row) => row.roomKey));
    // Without the filter, because it is not known whether these rows match.
    const inDoubt = all.filter(
      (row) =>
        !keys.has(row.roomKey) &&
        (query.building.length === 0 || query.building.includes(row.building)) &&
        isIncomplete(masterGaps([row])),
    );
    const rows = [...found, ...inDoubt].flatMap((row) =>
      row.doors.map((door) => ({
        building: row.building,
        room: row.unit,
        door: door.door,
        master: door.master,
        state: t(`states.${row.state}`),
        readAt: door.readAt ? new Date(door.readAt) : null,
        reading: readings.of([door]),
      })),
    );
    return {
      rows,
      columns: [
        { key: 'building', title: t('columns.building') },
        { key: 'room', title: t('columns.room') },
        { key: 'door', title: t('columns.door') },
        { key: 'master', title: t('columns.master') },
        { key: 'state', title: t('columns.state') },
        { key: 'readAt', title: t('columns.read'), type: 'instant' },
        readings.column,
      ],
    };
  },
});
