'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BulkContext } from '@/components/data-table/types';
import { BulkDialog } from '@/components/jobs/bulk-dialog';
import { Button } from '@/components/ui/button';
import { startSharesJobAction } from '@/lib/shares/actions';

export function SharesBulk({ selection, count, clear }: BulkContext) {
  const t = useTranslations('shares.bulk');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" tone="danger" onClick={() => setOpen(true)}>
        {t('remove')}
      </Button>
      <BulkDialog
        open={open}
        onClose={() => setOpen(false)}
        onStarted={clear}
        title={t('removeTitle', { count })}
        of="shares"
        input={open ? { selection } : null}
        start={startSharesJobAction}
        confirm={(changes) => t('removeConfirm', { count: changes })}
      />
    </>
  );
}
