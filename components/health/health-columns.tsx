'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { SafeText } from '@/components/ui/safe-text';
import type { DoorHealth } from '@/lib/archive/health/data';
import { ArchiveFact, ClockCell, HeardFact, isOff, ReadFact } from './door-facts';
import { RhythmFact } from './rhythm-fact';
import { useDurationWords } from './use-duration-words';

export function useHealthColumns(): DataColumn<DoorHealth>[] {
  const t = useTranslations('health');
  const words = useDurationWords();
  return [
    {
      id: 'door',
      title: t('door'),
      cell: (door) => (
        <>
          <SafeText>{door.label}</SafeText>
          {/* On a phone no other column says which building it is. */}
          {door.building ? (
            <span className="font-normal text-muted sm:hidden">
              <span>{' · '}</span>
              <SafeText>{door.building}</SafeText>
            </span>
          ) : null}
        </>
      ),
      sortable: true,
      hideable: false,
      width: 205,
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
      cell: (door) => <HeardFact door={door} />,
      sortable: true,
      width: 148,
      tablet: 150,
      phone: 'aside',
    },
    {
      id: 'read',
      title: t('read'),
      cell: (door) => <ReadFact door={door} />,
      sortable: true,
      width: 148,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'lag',
      title: t('lag'),
      cell: (door) => (door.lagMs === null ? <span className="text-faint">—</span> : words(door.lagMs)),
      sortable: true,
      width: 112,
      tablet: 'none',
      phone: 'none',
    },
    {
      id: 'kept',
      title: t('archive'),
      cell: (door) => <ArchiveFact door={door} short />,
      sortable: true,
      width: 165,
      // With it, times and silences are cut. The panel of a door shows it too.
      tablet: 'none',
      phone: 'line',
    },
    {
      id: 'rhythm',
      title: t('rhythm'),
      cell: (door) => (
        <>
          <span className="max-sm:hidden">
            <RhythmFact door={door} short />
          </span>
          {/* On a phone there is room for only the most important problem. */}
          <span className="sm:hidden">
            {!door.silent && isOff(door.clock.state) ? (
              <ClockCell door={door} />
            ) : (
              <RhythmFact door={door} short />
            )}
          </span>
        </>
      ),
      sortable: true,
      width: 145,
      tablet: 150,
      phone: 'line',
    },
    {
      id: 'clock',
      title: t('clock'),
      cell: (door) => <ClockCell door={door} />,
      width: 170,
      tablet: 150,
      phone: 'none',
    },
  ];
}
