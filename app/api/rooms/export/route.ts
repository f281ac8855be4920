import { getTranslations } from 'next-intl/server';
import { defineListExport } from '@/lib/files/define-list-export';
import { exportReadings } from '@/lib/readings/export-readings';
import type { Known } from '@/lib/readings/gaps';
import { exportRooms, readingsOf } from '@/lib/rooms/data';
import { isWhole, masterState } from '@/lib/rooms/facts';
import type { RoomRow } from '@/lib/rooms/room-row';
import { roomsQuery } from '@/lib/rooms/schema';

/** The rooms as a file, with the table's filters, and a line for each room that is not known. */
export const GET = defineListExport({
  list: 'rooms',
  query: roomsQuery,
  read: async ({ scope, query, note }) => {
    const [t, common, readings, found] = await Promise.all([
      getTranslations('rooms'),
      getTranslations('common'),
      exportReadings(scope),
      exportRooms(scope, query),
    ]);
    note(readings.note(found.gaps, found.doorGaps));
    const line = (row: RoomRow) => ({
      building: row.building,
      room: row.unit,
      doors: row.doors.map((door) => door.name).join(', '),
      role:
        scope.role === 'manager'
          ? common('roles.manager')
          : row.relations.map((relation) => common(`relations.${relation}`)).join(', '),
      masterState: t(`masterStates.${masterState(row)}`),
      master: isWhole(row.master) ? row.master.value.accounts.join(', ') : null,
      shares: isWhole(row.shares) ? row.shares.value.join(', ') : null,
      codes: isWhole(row.codes) ? row.codes.value : null,
      event: row.event ? new Date(row.event.at) : null,
      readAt: oldest([row.master.readAt, row.shares.readAt, row.codes.readAt]),
      reading: readings.of([gapsReading(row)]),
      eventReading: readings.of([row.eventReading]),
    });
    // Without the filter, because it is not known whether these rows match.
    const rows = [...found.rows, ...found.inDoubt].map(line);
    return {
      rows,
      columns: [
        { key: 'building', title: common('building') },
        { key: 'room', title: t('columns.room') },
        { key: 'doors', title: t('columns.doors') },
        { key: 'role', title: t('columns.role') },
        { key: 'masterState', title: t('columns.masterState') },
        { key: 'master', title: t('columns.master') },
        { key: 'shares', title: t('columns.shares') },
        { key: 'codes', title: t('columns.codesMade'), type: 'number' },
        { key: 'event', title: t('columns.event'), type: 'instant' },
        { key: 'readAt', title: t('columns.read'), type: 'instant' },
        readings.column,
        { key: 'eventReading', title: t('columns.eventReading') },
      ],
    };
  },
});

/** The least known of a room's values decides its read status. */
function gapsReading(row: RoomRow): Known {
  const facts = readingsOf(row);
  const by = (state: Known['state']) => facts.find((fact) => fact.state === state);
  const old = facts.toSorted((one, other) => (one.readAt ?? '').localeCompare(other.readAt ?? ''))[0];
  return by('failed') ?? by('unread') ?? old ?? { state: 'refused', code: null, readAt: null };
}

function oldest(times: (string | null)[]): Date | null {
  const known = times.filter((time) => time !== null).sort();
  return known[0] ? new Date(known[0]) : null;
}
