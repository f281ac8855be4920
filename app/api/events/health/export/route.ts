import { getTranslations } from 'next-intl/server';
import { refuseEvents } from '@/lib/abilities/archive';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { exportRows } from '@/lib/archive/health/export-rows';
import { findDoors } from '@/lib/archive/health/find-doors';
import { healthQuery } from '@/lib/archive/health/schema';
import { defineListExport } from '@/lib/files/define-list-export';
import { exportReadings } from '@/lib/readings/export-readings';
import type { Known } from '@/lib/readings/gaps';

export const GET = defineListExport({
  list: 'health',
  file: 'door-health',
  query: healthQuery,
  ability: (scope) => refuseEvents(scope, { door: [], room: [] }),
  read: async ({ scope, query, note }) => {
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
    return {
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
    };
  },
});
