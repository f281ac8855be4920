import { getTranslations } from 'next-intl/server';
import { exportEntry } from '@/lib/audit/export-entry';
import { exportResponse } from '@/lib/export/stream';
import { readDoorWords } from '@/lib/jobs/places';
import { filterMasters, loadMasters } from '@/lib/masters/data';
import { mastersExportQuery } from '@/lib/masters/schema';
import { defineHandler } from '@/lib/route';

/** The table of room masters as a file, under the table's own filters; one line for each of a flat's doors. */
export const GET = defineHandler({
  query: mastersExportQuery,
  audit: exportEntry('masters.export'),
  run: async ({ scope, query, signal }) => {
    const t = await getTranslations('masters');
    const rows = filterMasters(await loadMasters(scope), query, await readDoorWords(scope)).flatMap((row) =>
      row.doors.map((door) => ({
        building: row.building,
        room: row.unit,
        door: door.door,
        master: door.master,
        state: t(`states.${row.state}`),
        readAt: door.readAt ? new Date(door.readAt) : null,
      })),
    );
    return exportResponse({
      format: query.format,
      exact: query.exact,
      name: 'doordesk-masters',
      signal,
      rows,
      columns: [
        { key: 'building', title: t('columns.building') },
        { key: 'room', title: t('columns.room') },
        { key: 'door', title: t('columns.door') },
        { key: 'master', title: t('columns.master') },
        { key: 'state', title: t('columns.state') },
        { key: 'readAt', title: t('columns.read'), type: 'instant' },
      ],
    });
  },
});
