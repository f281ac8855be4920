'use client';

import { useTranslations } from 'next-intl';
import { useTableAddress } from '@/components/data-table/use-table-address';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { Clock } from './event-time';

/** By whose clock times are shown, and days of the time filter begin. It stands in the address, so a link says the same. */
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
