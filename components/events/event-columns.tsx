'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { SafeText } from '@/components/ui/safe-text';
import type { VisitRow } from '@/lib/archive/events/visit-rows';
import { nameInBuilding } from '@/lib/devices/door-names';
import { type Clock, EventTime } from './event-time';
import { EventType, isUnnamedCard } from './event-type';
import { EventWho } from './event-who';
import { VisitType } from './visit-type';

export function useEventColumns(clock: Clock, manyZones: boolean): DataColumn<VisitRow>[] {
  const t = useTranslations('events.columns');
  const details = useTranslations('events.details');
  const fits = useTranslations('events.export.fits');
  return [
    {
      id: 'time',
      title: t('time'),
      cell: (row) => {
        const event = row.visit?.at(-1) ?? row;
        const flag = event.fit === 'skipped' || event.fit === 'repeated' ? fits(event.fit) : undefined;
        return <EventTime row={event} clock={clock} named={manyZones} flag={flag} />;
      },
      width: 232,
      tablet: 250,
      sortable: true,
      phone: 'aside',
    },
    {
      id: 'type',
      title: t('type'),
      cell: (row) => (row.visit ? <VisitType row={row} /> : <EventType type={row.type} />),
      width: 190,
      tablet: 231,
      hideable: false,
      phone: 'title',
    },
    {
      id: 'who',
      title: t('who'),
      cell: (row) => {
        if (isUnnamedCard(row)) return <span className="text-muted">{details('cardHolder')}</span>;
        return row.account || row.codeName ? <EventWho row={row} inRow /> : <Optional text={null} />;
      },
      clamp: true,
      width: 174,
      tablet: 130,
      phone: 'line',
    },
    {
      id: 'room',
      title: t('room'),
      cell: (row) => <Optional text={row.unitLabel} />,
      clamp: true,
      width: 90,
      tablet: 86,
      phone: 'line',
    },
    {
      id: 'door',
      title: t('door'),
      cell: (row) => <SafeText>{nameInBuilding(row.doorName, row.buildingName)}</SafeText>,
      clamp: true,
      width: 136,
      tablet: 106,
      phone: 'none',
    },
    {
      id: 'building',
      title: t('building'),
      cell: (row) => <SafeText>{row.buildingName}</SafeText>,
      clamp: true,
      width: 150,
      tablet: 'none',
      phone: 'line',
    },
  ];
}

function Optional({ text }: { text: string | null }) {
  return text ? (
    <SafeText>{text}</SafeText>
  ) : (
    <span aria-hidden className="text-faint">
      –
    </span>
  );
}
