'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { VendorWork } from '@/lib/members/roster/stop-vendor-work';

type Asking = Pick<
  ComponentProps<typeof ConfirmDialog>,
  'open' | 'onClose' | 'onConfirm' | 'pending' | 'error'
>;

/** Says how much of what the vendor sign-in ordered will stop. */
export function CloseVendorDialog({
  work: { jobs, schedules, elsewhere },
  ...asking
}: Asking & { work: VendorWork }) {
  const t = useTranslations('members.settings');
  return (
    <ConfirmDialog
      {...asking}
      title={t('closeTitle')}
      description={t('closeText')}
      confirm={t('closeVendor')}
    >
      <div className="grid gap-2">
        {jobs + schedules > 0 ? (
          <p>{t('closeWork', { jobs, schedules, both: jobs > 0 && schedules > 0 ? 'yes' : 'no' })}</p>
        ) : null}
        {elsewhere ? <p>{t('closeWorkElsewhere')}</p> : null}
        <p>{t('closeKept')}</p>
      </div>
    </ConfirmDialog>
  );
}
