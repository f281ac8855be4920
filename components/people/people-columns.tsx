'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { Day } from '@/components/registers/day';
import { RoomLink } from '@/components/registers/room-link';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { PersonRow } from '@/lib/registers/people/data';
import { PersonStateBadge } from './person-state';

export function usePeopleColumns(): DataColumn<PersonRow>[] {
  const t = useTranslations('people');
  return [
    {
      id: 'name',
      title: t('columns.name'),
      cell: (row) => <SafeText>{row.name}</SafeText>,
      clamp: true,
      sortable: true,
      hideable: false,
      width: 150,
      phone: 'title',
    },
    {
      id: 'room',
      title: t('columns.room'),
      cell: (row) => <RoomLink unit={row.unit} place={row.place} gone={t('roomGone')} />,
      sortable: true,
      width: 90,
      phone: 'line',
    },
    {
      id: 'building',
      title: t('columns.building'),
      cell: (row) => <SafeText>{row.building}</SafeText>,
      clamp: true,
      sortable: true,
      width: 130,
      phone: 'line',
    },
    {
      id: 'state',
      title: t('columns.state'),
      cell: (row) => <PersonStateBadge state={row.state} />,
      sortable: true,
      width: 138,
      phone: 'aside',
    },
    {
      id: 'email',
      title: t('columns.email'),
      cell: (row) => <SafeText>{row.email}</SafeText>,
      clamp: true,
      width: 165,
      phone: 'none',
    },
    {
      id: 'phone',
      title: t('columns.phone'),
      cell: (row) => <span className="tabular">{row.phone}</span>,
      width: 160,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'movedIn',
      title: t('columns.movedIn'),
      cell: (row) => (row.movedIn ? <Day day={row.movedIn} /> : null),
      sortable: true,
      width: 146,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'movedOut',
      title: t('columns.movedOut'),
      cell: (row) => (row.movedOut ? <Day day={row.movedOut} /> : null),
      sortable: true,
      width: 146,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'keysOut',
      title: t('columns.keysOut'),
      cell: (row) => row.keysOut || null,
      align: 'end',
      width: 90,
      initiallyHidden: true,
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
