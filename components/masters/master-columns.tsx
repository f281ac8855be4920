'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { ReadAge } from '@/components/jobs/read-age';
import { RoomName } from '@/components/rooms/room-name';
import { SafeText } from '@/components/ui/safe-text';
import type { MasterRow } from '@/lib/masters/data';
import { MasterStateBadge } from './master-state';

export function useMasterColumns(): DataColumn<MasterRow>[] {
  const t = useTranslations('masters');
  return [
    {
      id: 'room',
      title: t('columns.room'),
      cell: (row) => <RoomName unit={row.unit} doors={row.doors} />,
      clamp: true,
      sortable: true,
      hideable: false,
      width: 125,
      tablet: 118,
      phone: 'title',
    },
    {
      id: 'building',
      title: t('columns.building'),
      cell: (row) => <SafeText>{row.building}</SafeText>,
      clamp: true,
      sortable: true,
      width: 165,
      tablet: 165,
      phone: 'line',
    },
    {
      id: 'master',
      title: t('columns.master'),
      cell: (row) => <MasterName row={row} />,
      clamp: true,
      sortable: true,
      width: 240,
      tablet: 255,
      phone: 'line',
    },
    {
      id: 'state',
      title: t('columns.state'),
      cell: (row) => <MasterStateBadge state={row.state} />,
      sortable: true,
      width: 140,
      tablet: 145,
      phone: 'aside',
    },
    {
      id: 'doors',
      title: t('columns.doors'),
      cell: (row) => row.doors.length,
      align: 'end',
      width: 70,
      tablet: 76,
      phone: 'none',
    },
    {
      id: 'read',
      title: t('columns.read'),
      cell: (row) => (
        <ReadAge
          readAt={row.readAt}
          state={row.doors.find((door) => door.state !== 'ok')?.state ?? 'ok'}
          code={row.code}
        />
      ),
      sortable: true,
      width: 135,
      tablet: 'none',
      phone: 'none',
    },
  ];
}

function MasterName({ row }: { row: MasterRow }) {
  const t = useTranslations('masters');
  if (row.master) return <SafeText>{row.master}</SafeText>;
  if (row.state === 'differs') return <span className="text-muted">{t('differs')}</span>;
  if (row.state === 'none') return <span className="text-muted">{t('nobody')}</span>;
  return <span className="text-muted">—</span>;
}
