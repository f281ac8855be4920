import { getTranslations } from 'next-intl/server';
import { exportEntry } from '@/lib/audit/export-entry';
import { exportResponse } from '@/lib/export/stream';
import { readDoorWords } from '@/lib/jobs/places';
import { defineHandler } from '@/lib/route';
import { filterShares, loadShares } from '@/lib/shares/data';
import { sharesExportQuery } from '@/lib/shares/schema';

/** The table of shares as a file, under the table's own filters; one line for each door that has the share. */
export const GET = defineHandler({
  query: sharesExportQuery,
  audit: exportEntry('shares.export'),
  run: async ({ scope, query, signal }) => {
    const t = await getTranslations('shares');
    const { rows: shares } = await loadShares(scope);
    const rows = filterShares(shares, query, await readDoorWords(scope)).flatMap((row) =>
      row.doors.map((door) => ({
        account: row.account,
        building: row.building,
        room: row.unit,
        door: door.door,
        state: t(`states.${row.state}`),
        since: new Date(door.since),
        readAt: door.readAt ? new Date(door.readAt) : null,
      })),
    );
    return exportResponse({
      format: query.format,
      exact: query.exact,
      name: 'doordesk-shares',
      signal,
      rows,
      columns: [
        { key: 'account', title: t('columns.account') },
        { key: 'building', title: t('columns.building') },
        { key: 'room', title: t('columns.room') },
        { key: 'door', title: t('columns.door') },
        { key: 'state', title: t('columns.state') },
        { key: 'since', title: t('columns.since'), type: 'instant' },
        { key: 'readAt', title: t('columns.read'), type: 'instant' },
      ],
    });
  },
});
