'use client';

import { useTranslations } from 'next-intl';
import { useTableAddress } from '@/components/data-table/use-table-address';
import { savePreference } from '@/lib/i18n/preferences/cookie';

/** Groups events into visits. Remembered, and in the address, so that a link shows the same. */
export function VisitsChoice({ on }: { on: boolean }) {
  const t = useTranslations('visits');
  const address = useTableAddress();
  return (
    <label className="flex min-h-9 items-center gap-2 whitespace-nowrap">
      <input
        type="checkbox"
        className="size-4"
        checked={(address.params.get('visits') ?? (on ? '1' : '0')) === '1'}
        onChange={(event) => {
          const value = event.target.checked ? '1' : '0';
          savePreference('visits', value);
          address.change({ visits: value });
        }}
      />
      {t('group')}
    </label>
  );
}
