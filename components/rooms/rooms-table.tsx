'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import type { FilterOption, TableState } from '@/components/data-table/types';
import { roomHref } from '@/lib/places/room-address';
import type { Gaps } from '@/lib/readings/gaps';
import { lastEventFilters, masterFilters } from '@/lib/rooms/facts';
import type { RoomRow } from '@/lib/rooms/room-row';
import { nameInAddress } from '@/lib/table/name-in-address';
import { useRoomColumns } from './room-columns';

// Loaded when rows are selected: most visits change nothing.
const RoomsBulk = dynamic(() => import('./rooms-bulk').then((module) => module.RoomsBulk), { ssr: false });

type Props = {
  building: string;
  rows: RoomRow[];
  total: number;
  gaps: Gaps;
  state: TableState;
  ignored: string[];
  doors: FilterOption[];
  roles: FilterOption[];
  may: { assign: boolean; replace: boolean; remove: boolean };
};

export function RoomsTable({ building, rows, total, gaps, state, ignored, doors, roles, may }: Props) {
  const t = useTranslations('rooms');
  const columns = useRoomColumns();
  return (
    <DataTable
      id="building-rooms"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.roomKey}
      rowLabel={(row) =>
        t('rowLabel', { unit: row.unit || String(row.doors[0]?.channel ?? ''), building: row.building })
      }
      rows={rows}
      total={total}
      state={state}
      defaults={{ sort: 'room', dir: 'asc' }}
      ignored={ignored}
      rowsPath="/api/rooms"
      exportPath="/api/rooms/export"
      fixed={{ building: nameInAddress(building) }}
      search={t('search')}
      filters={[
        {
          kind: 'many',
          id: 'master',
          label: t('filters.master'),
          options: masterFilters.map((value) => ({ value, label: t(`masterStates.${value}`) })),
        },
        {
          kind: 'one',
          id: 'shares',
          label: t('filters.shares'),
          options: (['shared', 'none'] as const).map((value) => ({
            value,
            label: t(`sharesFilter.${value}`),
          })),
        },
        {
          kind: 'one',
          id: 'codes',
          label: t('filters.codes'),
          options: (['live', 'none'] as const).map((value) => ({ value, label: t(`codesFilter.${value}`) })),
        },
        {
          kind: 'one',
          id: 'event',
          label: t('filters.event'),
          options: lastEventFilters.map((value) => ({ value, label: t(`eventFilter.${value}`) })),
        },
        ...(roles.length > 1
          ? [{ kind: 'many' as const, id: 'role', label: t('filters.role'), options: roles }]
          : []),
        ...(doors.length > 1
          ? [{ kind: 'many' as const, id: 'door', label: t('filters.door'), options: doors }]
          : []),
      ]}
      bulk={(context) => <RoomsBulk {...context} may={may} />}
      rowHref={(row) => roomHref(row.doors[0] ?? { gid: '', channel: 0 })}
      gaps={gaps}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}
