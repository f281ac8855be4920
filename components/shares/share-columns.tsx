'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { ReadAge } from '@/components/jobs/read-age';
import { RoomName } from '@/components/rooms/room-name';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { ShareRow } from '@/lib/shares/data';

export function useShareColumns(): DataColumn<ShareRow>[] {
  const t = useTranslations('shares');
  return [
    {
      id: 'account',
      title: t('columns.account'),
      cell: (row) => <SafeText>{row.account}</SafeText>,
      clamp: true,
      sortable: true,
      hideable: false,
      width: 250,
      tablet: 270,
      phone: 'title',
    },
    {
      id: 'room',
      title: t('columns.room'),
      cell: (row) => <RoomName unit={row.unit} doors={row.doors} />,
      clamp: true,
      sortable: true,
      width: 125,
      tablet: 118,
      phone: 'line',
    },
    {
      id: 'building',
      title: t('columns.building'),
      cell: (row) => <SafeText>{row.building}</SafeText>,
      clamp: true,
      sortable: true,
      width: 170,
      tablet: 160,
      phone: 'line',
    },
    {
      id: 'doors',
      title: t('columns.doors'),
      cell: (row) => t('atDoors', { count: row.doors.length, total: row.doorsInAll }),
      align: 'end',
      width: 90,
      tablet: 80,
      phone: 'aside',
    },
    {
      id: 'since',
      title: t('columns.since'),
      cell: (row) => <RelativeTime at={row.since} />,
      sortable: true,
      width: 140,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'read',
      title: t('columns.read'),
      cell: (row) => <ReadAge readAt={row.readAt} {...row.reading} />,
      sortable: true,
      width: 165,
      tablet: 145,
      phone: 'none',
    },
  ];
}
