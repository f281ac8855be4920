import { getTranslations } from 'next-intl/server';
import { exportEntry } from '@/lib/audit/export-entry';
import { clockName } from '@/lib/devices/time-zone';
import { allDoorcodesOf } from '@/lib/doorcodes/data';
import { doorcodesExportQuery } from '@/lib/doorcodes/schema';
import { exportResponse } from '@/lib/export/stream';
import { defineHandler } from '@/lib/route';

/** The table of doorcodes as a file, under the table's own filters. */
export const GET = defineHandler({
  query: doorcodesExportQuery,
  audit: exportEntry('doorcodes.export'),
  run: async ({ scope, query, signal }) => {
    const [t, states] = await Promise.all([
      getTranslations('doorcodes'),
      getTranslations('doorcodes.states'),
    ]);
    const rows = (await allDoorcodesOf(scope, query)).map((row) => ({
      name: row.name,
      digits: row.digits,
      state: states(row.state),
      building: row.building,
      room: row.unit,
      door: row.door,
      locks: row.locks.map((lock) => lock.alias || lock.id).join(', '),
      from: row.fromWall,
      to: row.toWall,
      zone: clockName(row.zone),
      readAt: row.readAt ? new Date(row.readAt) : null,
    }));
    return exportResponse({
      format: query.format,
      exact: query.exact,
      name: 'doordesk-doorcodes',
      signal,
      rows,
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
        { key: 'readAt', title: t('columns.read'), type: 'instant' },
      ],
    });
  },
});
