'use client';

import { useTranslations } from 'next-intl';
import { RecoveryCodes } from '@/components/auth/recovery-codes';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

export function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useTranslations('settings.signIn');
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('recoveryCodes')}
      footer={
        <Button tone="primary" onClick={onClose}>
          {t('codesKept')}
        </Button>
      }
    >
      <RecoveryCodes codes={codes} />
    </Dialog>
  );
}
