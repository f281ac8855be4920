'use client';

import { useTranslations } from 'next-intl';
import { BuildingOnTablet } from '@/components/buildings/building-on-tablet';
import type { DataColumn } from '@/components/data-table/types';
import { Day } from '@/components/registers/day';
import { RoomLink } from '@/components/registers/room-link';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { KeyRow } from '@/lib/registers/keys/data';
import { Amount } from './amount';
import { KeyName } from './key-name';
import { KeyKindName, KeyStateBadge } from './key-state';

export function useKeysColumns(): DataColumn<KeyRow>[] {
  const t = useTranslations('keys');
  return [
    {
      id: 'kind',
      title: t('columns.kind'),
      cell: (row) => <KeyKindName kind={row.kind} />,
      sortable: true,
      width: 112,
      tablet: 'none',
      phone: 'line',
    },
    {
      id: 'number',
      title: t('columns.number'),
      cell: (row) => <KeyName row={row} />,
      sortable: true,
      hideable: false,
      width: 160,
      tablet: 150,
      phone: 'title',
    },
    {
      id: 'holder',
      title: t('columns.holder'),
      cell: (row) => <SafeText>{row.holder}</SafeText>,
      clamp: true,
      sortable: true,
      width: 140,
      tablet: 130,
      phone: 'line',
    },
    {
      id: 'room',
      title: t('columns.room'),
      cell: (row) =>
        row.roomKey === null ? (
          <span className="text-muted">{t('noRoom')}</span>
        ) : (
          <>
            <RoomLink unit={row.unit} place={row.place} gone={t('roomGone')} />
            <BuildingOnTablet name={row.building} />
          </>
        ),
      clamp: true,
      sortable: true,
      width: 100,
      tablet: 146,
      phone: 'line',
    },
    {
      id: 'building',
      title: t('columns.building'),
      cell: (row) => <SafeText>{row.building}</SafeText>,
      clamp: true,
      width: 120,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'state',
      title: t('columns.state'),
      cell: (row) => <KeyStateBadge state={row.state} />,
      sortable: true,
      width: 146,
      tablet: 152,
      phone: 'aside',
    },
    {
      id: 'handedOn',
      title: t('columns.handedOn'),
      cell: (row) => <Day day={row.handedOn} />,
      sortable: true,
      width: 124,
      tablet: 180,
      phone: 'none',
    },
    {
      id: 'endedOn',
      title: t('columns.endedOn'),
      cell: (row) => (row.endedOn ? <Day day={row.endedOn} /> : null),
      width: 136,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'deposit',
      title: t('columns.deposit'),
      cell: (row) => (row.deposit ? <Amount amount={row.deposit} /> : null),
      sortable: true,
      align: 'end',
      width: 124,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'updated',
      title: t('columns.updated'),
      cell: (row) => <RelativeTime at={row.updatedAt} />,
      sortable: true,
      width: 140,
      initiallyHidden: true,
      phone: 'none',
    },
  ];
}
