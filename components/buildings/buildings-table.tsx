'use client';

import { useNow, useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { DataColumn, ListProps } from '@/components/data-table/types';
import { CountNote, KnownCount } from '@/components/jobs/known-count';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { BuildingRow, Counted } from '@/lib/buildings/data';
import { zoneWords } from '@/lib/devices/time-zone';
import { buildingHref } from '@/lib/places/building-address';
import { isCountable } from '@/lib/readings/gaps';
import type { CountsByValue } from '@/lib/table/match-choices';
import { BuildingName } from './building-name';

type Props = {
  list: ListProps<BuildingRow>;
  /** Rows by the source of their time zone. */
  zones: CountsByValue;
};

export function BuildingsTable({ list, zones }: Props) {
  const t = useTranslations('buildings');
  const columns = useBuildingColumns();
  return (
    <DataTable
      {...list}
      id="buildings"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.name}
      rowLabel={(row) => t('rowLabel', { name: row.name || t('unnamed') })}
      path="/api/buildings"
      search={t('search')}
      filters={[
        {
          kind: 'many',
          id: 'zone',
          label: t('filters.zone'),
          options: filterChoices(
            ['chosen', 'vendor', 'assumed'],
            (zone) => t(`zones.${zone}`),
            undefined,
            zones,
          ),
        },
      ]}
      rowHref={(row) => buildingHref(row.name)}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}

function useBuildingColumns(): DataColumn<BuildingRow>[] {
  const t = useTranslations('buildings');
  const now = useNow();
  const number = (value: Counted) => {
    if (value === 'hidden') return <span className="text-faint">—</span>;
    return isCountable(value.gaps) ? (
      <KnownCount {...value} />
    ) : (
      // In one line, because all rows have the same height.
      <span className="inline-flex max-w-full justify-end gap-x-1.5 overflow-hidden whitespace-nowrap text-muted text-sm">
        <span className="sm:max-xl:hidden">—</span>
        <CountNote {...value} />
      </span>
    );
  };
  return [
    {
      id: 'name',
      title: t('columns.name'),
      cell: (row) => <BuildingName name={row.name} />,
      clamp: true,
      sortable: true,
      hideable: false,
      width: 220,
      tablet: 170,
      phone: 'title',
    },
    {
      id: 'address',
      title: t('columns.address'),
      cell: (row) => (
        <>
          <SafeText>{row.address.replaceAll('\n', ', ')}</SafeText>
          {/* On a phone no other column says how large the building is. */}
          <span className="sm:hidden">
            {row.address ? ' · ' : ''}
            {t('roomCount', { count: row.rooms })}
          </span>
        </>
      ),
      width: 220,
      tablet: 'none',
      phone: 'line',
    },
    {
      id: 'doors',
      title: t('columns.doors'),
      cell: (row) => row.doors,
      sortable: true,
      align: 'end',
      width: 80,
      tablet: 74,
      phone: 'none',
    },
    {
      id: 'rooms',
      title: t('columns.rooms'),
      cell: (row) => row.rooms,
      sortable: true,
      align: 'end',
      width: 90,
      tablet: 80,
      phone: 'none',
    },
    {
      id: 'vacant',
      title: t('columns.vacant'),
      cell: (row) => number(row.vacant),
      sortable: true,
      align: 'end',
      width: 140,
      tablet: 156,
      phone: 'none',
    },
    {
      id: 'codes',
      title: t('columns.codes'),
      cell: (row) => number(row.codes),
      sortable: true,
      align: 'end',
      width: 120,
      tablet: 156,
      phone: 'none',
    },
    {
      id: 'heard',
      title: t('columns.heard'),
      cell: (row) => <LastHeard row={row} />,
      sortable: true,
      width: 160,
      tablet: 165,
      phone: 'aside',
    },
    {
      id: 'unread',
      title: t('columns.unread'),
      cell: (row) => row.unread,
      align: 'end',
      width: 130,
      initiallyHidden: true,
      phone: 'none',
    },
    {
      id: 'zone',
      title: t('columns.zone'),
      cell: (row) => zoneWords(row.zone.name, now),
      width: 190,
      initiallyHidden: true,
      phone: 'none',
    },
  ];
}

function LastHeard({ row }: { row: BuildingRow }) {
  const t = useTranslations('buildings');
  const common = useTranslations('common');
  const { heardAt, hidden, withheld, eventGaps, onlyToday } = row;
  const never = onlyToday ? common('noneToday') : t('heardNever');
  if (heardAt) return <RelativeTime at={heardAt} zone={row.zone.name} />;
  if (hidden && !withheld)
    return <span className="text-muted">{eventGaps.readAt ? common('hiddenNow') : never}</span>;
  return (
    <span className="text-muted">
      {withheld ? common('notShown') : eventGaps.failed > 0 ? t('heardFailed') : never}
    </span>
  );
}
