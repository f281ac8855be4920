import { getTranslations } from 'next-intl/server';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { exportRows } from '@/lib/archive/health/export-rows';
import { findDoors } from '@/lib/archive/health/find-doors';
import { healthExportQuery } from '@/lib/archive/health/schema';
import { exportResponse } from '@/lib/files/write/stream';
import { defineHandler } from '@/lib/http/route';
import { exportReadings } from '@/lib/readings/export-readings';
import type { Known } from '@/lib/readings/gaps';
import { exportEntry } from '@/lib/table/export-entry';

export const GET = defineHandler({
  query: healthExportQuery,
  audit: exportEntry('health.export'),
  run: async ({ scope, query, signal, note }) => {
    const [t, readings, doors, known] = await Promise.all([
      getTranslations('health'),
      exportReadings(scope),
      findDoors(scope, query),
      readDoorReadings(scope),
    ]);
    note(
      readings.note(
        doorGaps(
          known,
          doors.map(({ gid }) => gid),
        ),
      ),
    );
    return exportResponse({
      format: query.format,
      exact: query.exact,
      name: 'doordesk-door-health',
      signal,
      rows: exportRows(doors).map((row) => ({
        ...row,
        reading: readings.of(known.get(row.gid) ? [known.get(row.gid) as Known] : []),
      })),
      columns: [
        { key: 'door', title: t('door') },
        { key: 'building', title: t('building') },
        { key: 'gid', title: t('doorId') },
        { key: 'heardAt', title: t('heard'), type: 'instant' },
        { key: 'readAt', title: t('read'), type: 'instant' },
        { key: 'failure', title: t('columns.failure') },
        { key: 'lag', title: t('columns.lag'), type: 'number' },
        { key: 'kept', title: t('columns.kept'), type: 'number' },
        { key: 'complete', title: t('columns.complete'), type: 'boolean' },
        { key: 'gaps', title: t('columns.gaps'), type: 'number' },
        { key: 'withheld', title: t('columns.withheld'), type: 'number' },
        { key: 'silent', title: t('columns.silent'), type: 'boolean' },
        { key: 'silence', title: t('columns.silence'), type: 'number' },
        { key: 'usual', title: t('columns.usual'), type: 'number' },
        { key: 'clock', title: t('clock') },
        { key: 'clockOff', title: t('columns.clockOff'), type: 'number' },
        { key: 'cloudClock', title: t('cloudClock') },
        { key: 'cloudOff', title: t('columns.cloudOff'), type: 'number' },
        readings.column,
      ],
    });
  },
});
