'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { DoorHealth } from '@/lib/health/data';
import { ArchiveFact, ClockFact, ReadFact, RhythmFact } from './door-facts';
import { useDurationWords } from './use-duration-words';

export function useHealthColumns(): DataColumn<DoorHealth>[] {
  const t = useTranslations('health');
  const words = useDurationWords();
  return [
    {
      id: 'door',
      title: t('door'),
      cell: (door) => <SafeText>{door.label}</SafeText>,
      sortable: true,
      hideable: false,
      width: 210,
      phone: 'title',
    },
    {
      id: 'building',
      title: t('building'),
      cell: (door) => <SafeText>{door.building}</SafeText>,
      sortable: true,
      width: 150,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'heard',
      title: t('heard'),
      cell: (door) => (door.heardAt ? <RelativeTime at={door.heardAt} /> : t('never')),
      sortable: true,
      width: 130,
      phone: 'aside',
    },
    {
      id: 'read',
      title: t('read'),
      cell: (door) => <ReadFact door={door} />,
      sortable: true,
      width: 145,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'lag',
      title: t('lag'),
      cell: (door) => (door.lagMs === null ? t('notKnown') : words(door.lagMs)),
      sortable: true,
      width: 120,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'kept',
      title: t('archive'),
      cell: (door) => <ArchiveFact door={door} />,
      sortable: true,
      width: 190,
      phone: 'line',
    },
    {
      id: 'rhythm',
      title: t('rhythm'),
      cell: (door) => <RhythmFact door={door} short />,
      sortable: true,
      width: 170,
      phone: 'line',
    },
    {
      id: 'clock',
      title: t('clock'),
      cell: (door) => <ClockFact door={door} />,
      width: 180,
      phone: 'none',
    },
  ];
}
