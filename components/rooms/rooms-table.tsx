'use client';

import { useTranslations } from 'next-intl';
import { lazy } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { FilterOption, ListProps } from '@/components/data-table/types';
import { roomHref } from '@/lib/places/room-address';
import { roomLabel } from '@/lib/places/room-label';
import { lastEventFilters, masterFilters } from '@/lib/rooms/facts';
import type { RoomRow } from '@/lib/rooms/room-row';
import type { RoomFilter } from '@/lib/rooms/sort-rooms';
import type { ChoiceCounts, CountsByValue } from '@/lib/table/match-choices';
import { nameInAddress } from '@/lib/table/name-in-address';
import { useRoomColumns } from './room-columns';

// Loaded when rows are selected: most visits change nothing.
const RoomsBulk = lazy(async () => ({ default: (await import('./rooms-bulk')).RoomsBulk }));

type Props = {
  building: string;
  list: ListProps<RoomRow>;
  doors: FilterOption[];
  roles: FilterOption[];
  counts: ChoiceCounts<RoomFilter>;
  isManager: boolean;
  may: { assign: boolean; replace: boolean; remove: boolean; issue: boolean };
};

export function RoomsTable({ building, list, doors, roles, counts, may, isManager }: Props) {
  const t = useTranslations('rooms');
  const labels = useTranslations('common.roomLabel');
  const columns = useRoomColumns(isManager);
  return (
    <DataTable
      {...list}
      id="building-rooms"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.roomKey}
      rowLabel={(row) =>
        t('rowLabel', {
          room: roomLabel(labels, row.unit || String(row.doors[0]?.channel ?? '')),
          building: row.building,
        })
      }
      path="/api/rooms"
      fixed={{ building: nameInAddress(building) }}
      search={t('search')}
      filters={[
        {
          kind: 'many',
          id: 'master',
          label: t('filters.master'),
          options: filterChoices(
            masterFilters,
            (state) => t(`masterStates.${state}`),
            undefined,
            counts.master,
          ),
        },
        {
          kind: 'one',
          id: 'shares',
          label: t('filters.shares'),
          options: filterChoices(
            ['shared', 'none'],
            (state) => t(`sharesFilter.${state}`),
            undefined,
            counts.shares,
          ),
        },
        {
          kind: 'one',
          id: 'codes',
          label: t('filters.codes'),
          options: filterChoices(
            ['live', 'none'],
            (state) => t(`codesFilter.${state}`),
            undefined,
            counts.codes,
          ),
        },
        {
          kind: 'one',
          id: 'event',
          label: t('filters.event'),
          options: filterChoices(lastEventFilters, (age) => t(`eventFilter.${age}`), undefined, counts.event),
        },
        ...(roles.length > 1
          ? [
              {
                kind: 'many' as const,
                id: 'role',
                label: t('filters.role'),
                options: withCounts(roles, counts.role),
              },
            ]
          : []),
        ...(doors.length > 1
          ? [
              {
                kind: 'many' as const,
                id: 'door',
                label: t('filters.door'),
                options: withCounts(doors, counts.door),
              },
            ]
          : []),
      ]}
      {...(may.assign || may.replace || may.remove || may.issue
        ? { bulk: (context) => <RoomsBulk {...context} may={may} /> }
        : {})}
      rowHref={(row) => roomHref(row.doors[0] ?? { gid: '', channel: 0 })}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}

function withCounts(options: FilterOption[], counts: CountsByValue): FilterOption[] {
  return options.map((option) => ({ ...option, count: counts.get(option.value) ?? 0 }));
}
