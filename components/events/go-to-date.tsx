'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { FilterChip } from '@/components/data-table/filter-chip';
import { useTableAddress } from '@/components/data-table/use-table-address';

const MomentForm = dynamic(() => import('./moment-form').then((module) => module.MomentForm), { ssr: false });

/** Moves the list to a moment in the shown time zone. Does not filter. */
export function GoToDate() {
  const t = useTranslations('events.jump');
  const address = useTableAddress();
  const at = address.params.get('at');
  return (
    // The table itself says where it begins, and leads back.
    <FilterChip label={t('label')} value={null} onClear={() => address.change({ at: null })}>
      {(close) => (
        <MomentForm
          at={at ?? ''}
          onGo={(moment) => {
            address.change({ at: moment });
            close();
          }}
        />
      )}
    </FilterChip>
  );
}
