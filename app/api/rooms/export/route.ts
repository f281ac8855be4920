import { getTranslations } from 'next-intl/server';
import { exportEntry } from '@/lib/audit/export-entry';
import { exportResponse } from '@/lib/export/stream';
import { findRooms } from '@/lib/rooms/data';
import { masterState } from '@/lib/rooms/facts';
import { roomsExportQuery } from '@/lib/rooms/schema';
import { defineHandler } from '@/lib/route';

/** The table of rooms as a file, under the table's own filters. */
export const GET = defineHandler({
  query: roomsExportQuery,
  audit: exportEntry('rooms.export'),
  run: async ({ scope, query, signal }) => {
    const [t, common] = await Promise.all([getTranslations('rooms'), getTranslations('common')]);
    const rows = (await findRooms(scope, query)).map((row) => ({
      building: row.building,
      room: row.unit,
      doors: row.doors.map((door) => door.name).join(', '),
      role: row.relations.map((relation) => common(`relations.${relation}`)).join(', '),
      masterState: t(`masterStates.${masterState(row)}`),
      master: row.master.value?.accounts.join(', ') ?? null,
      shares: row.shares.value?.join(', ') ?? null,
      codes: row.codes.value,
      event: row.event ? new Date(row.event.at) : null,
      readAt: oldest([row.master.readAt, row.shares.readAt, row.codes.readAt]),
    }));
    return exportResponse({
      format: query.format,
      exact: query.exact,
      name: 'doordesk-rooms',
      signal,
      rows,
      columns: [
        { key: 'building', title: common('building') },
        { key: 'room', title: t('columns.room') },
        { key: 'doors', title: t('columns.doors') },
        { key: 'role', title: t('columns.role') },
        { key: 'masterState', title: t('columns.masterState') },
        { key: 'master', title: t('columns.master') },
        { key: 'shares', title: t('columns.shares') },
        { key: 'codes', title: t('columns.codes'), type: 'number' },
        { key: 'event', title: t('columns.event'), type: 'instant' },
        { key: 'readAt', title: t('columns.read'), type: 'instant' },
      ],
    });
  },
});

function oldest(times: (string | null)[]): Date | null {
  const known = times.filter((time) => time !== null).sort();
  return known[0] ? new Date(known[0]) : null;
}
