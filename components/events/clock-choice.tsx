'use client';

import { useTranslations } from 'next-intl';
import { useTableAddress } from '@/components/data-table/use-table-address';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { Clock } from './event-time';

/**
 * Chooses the time zone in which times are shown and the filter's days begin. It is in the address, so that a link
 * shows the same.
 */
export function ClockChoice({ clock, ownZone }: { clock: Clock; ownZone: string }) {
  const t = useTranslations('events.clock');
  const address = useTableAddress();
  const value = clock === 'building' ? 'building' : clock === 'UTC' ? 'UTC' : 'own';
  return (
    <SegmentedControl
      label={t('label')}
      value={value}
      options={[
        { value: 'building', label: t('building') },
        { value: 'UTC', label: t('utc') },
        { value: 'own', label: t('own') },
      ]}
      onChange={(choice) => address.change({ zone: choice === 'own' ? ownZone : choice })}
    />
  );
}
