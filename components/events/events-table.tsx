'use client';

import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import type { FilterOption, TableState } from '@/components/data-table/types';
import { doorLabel } from '@/lib/archive/labels';
import type { VisitRow } from '@/lib/archive/visit-rows';
import { ClockChoice } from './clock-choice';
import { useEventColumns } from './event-columns';
import { EventDetails } from './event-details';
import type { Clock } from './event-time';
import { eventTypeIcons, useEventTypeWords } from './event-type';
import { VisitsChoice } from './visits-choice';

const none: VisitRow[] = [];

export type EventChoices = {
  buildings: FilterOption[];
  doors: FilterOption[];
  rooms: FilterOption[];
  types: { value: string; count: number }[];
};

type Props = {
  rows: VisitRow[];
  total: number;
  next: string | null;
  state: TableState;
  ignored: string[];
  choices: EventChoices;
  clock: Clock;
  ownZone: string;
  /** The rooms that can be opened, as `channel@gid`. */
  rooms: string[];
  /** Nothing is stored because nothing was read yet. */
  reading: boolean;
  /** Visits are one row each. */
  visits: boolean;
};

const typeKeys = {
  '0': 'call',
  '1': 'answered',
  '2': 'doorcode',
  '3': 'pin',
  '4': 'app',
  '5': 'card',
} as const;

export function EventsTable({
  rows,
  total,
  next,
  state,
  ignored,
  choices,
  clock,
  ownZone,
  rooms,
  reading,
  visits,
}: Props) {
  const t = useTranslations('events');
  const visitWords = useTranslations('visits');
  // One clock for all needs no name in each row.
  const columns = useEventColumns(
    clock,
    clock === 'building' && new Set(rows.map(({ zone }) => zone)).size > 1,
  );
  const words = useEventTypeWords();
  const mine = new Set(rooms);
  const counts = new Map(choices.types.map(({ value, count }) => [value, count]));
  const types: FilterOption[] = Object.entries(typeKeys).map(([value, key]) => ({
    value,
    label: t(`types.${key}`),
    icon: eventTypeIcons[key],
    count: counts.get(value) ?? 0,
  }));
  types.push({
    value: 'other',
    label: t('types.others'),
    icon: eventTypeIcons.other,
    count: counts.get('other') ?? 0,
  });
  return (
    <DataTable
      id="events"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={(row) =>
        row.visit
          ? visitWords('row', {
              steps: [row, ...row.visit]
                .reverse()
                .map(({ type }) => words(type))
                .join(' → '),
              where: row.unitLabel ?? doorLabel(row),
            })
          : t('rowLabel', { type: words(row.type), where: row.unitLabel ?? doorLabel(row) })
      }
      rows={rows}
      total={total}
      next={next}
      state={state}
      defaults={{ sort: 'time', dir: 'desc' }}
      ignored={ignored}
      rowsPath="/api/events"
      exportPath="/api/events/export"
      fixed={{ zone: clock, visits: visits ? '1' : '0' }}
      expansion={{
        within: (row) =>
          row.visit ? [{ ...row, id: `${row.id} end`, visit: undefined }, ...row.visit] : none,
        label: (row, open) =>
          open ? visitWords('close') : visitWords('open', { count: (row.visit?.length ?? 0) + 1 }),
      }}
      search={t('search')}
      filters={[
        { kind: 'many', id: 'type', label: t('filters.type'), options: types },
        { kind: 'many', id: 'building', label: t('columns.building'), options: choices.buildings },
        { kind: 'many', id: 'door', label: t('columns.door'), options: choices.doors },
        { kind: 'many', id: 'room', label: t('columns.room'), options: choices.rooms },
        { kind: 'days', label: t('filters.time'), from: 'from', to: 'to' },
      ]}
      tools={
        <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
          <VisitsChoice on={visits} />
          <ClockChoice clock={clock} ownZone={ownZone} />
        </div>
      }
      details={(row) => <EventDetails row={row} rooms={mine} />}
      empty={
        reading
          ? { title: t('neverRead'), text: t('reading') }
          : { title: t('emptyTitle'), text: t('emptyText') }
      }
    />
  );
}
