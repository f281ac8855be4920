'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { BulkContext } from '@/components/data-table/types';
import { BulkDialog } from '@/components/jobs/bulk-dialog';
import { Button } from '@/components/ui/button';
import { startDoorcodesJobAction } from '@/lib/doorcodes/actions';

export function DoorcodesBulk({ selection, count, clear }: BulkContext) {
  const t = useTranslations('doorcodes.bulk');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" tone="danger" onClick={() => setOpen(true)}>
        {t('revoke')}
      </Button>
      <BulkDialog
        open={open}
        onClose={() => setOpen(false)}
        onStarted={clear}
        title={t('revokeTitle', { count })}
        of="doorcodes"
        input={open ? { selection } : null}
        start={startDoorcodesJobAction}
        confirm={(changes) => t('revokeConfirm', { count: changes })}
      />
    </>
  );
}
