'use client';

import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

type Asking = Pick<
  ComponentProps<typeof ConfirmDialog>,
  'open' | 'onClose' | 'onConfirm' | 'pending' | 'error'
>;

/** Says what waits from then on, and how many one-time links end. */
export function StartPairDialog({ above, links, ...asking }: Asking & { above: number; links: number }) {
  const t = useTranslations('members.settings');
  return (
    <ConfirmDialog
      {...asking}
      title={t('pairTitle')}
      description={t('pairText', { count: above })}
      confirm={t('pairSwitchOn')}
      tone={links > 0 ? 'danger' : 'primary'}
    >
      <p>{t('pairLinks', { links })}</p>
    </ConfirmDialog>
  );
}
