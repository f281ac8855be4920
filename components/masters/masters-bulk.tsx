'use client';

import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import type { BulkContext } from '@/components/data-table/types';
import { BulkDialog } from '@/components/jobs/bulk-dialog';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { startMastersJobAction } from '@/lib/masters/actions';

type BulkAction = 'assign' | 'replace' | 'remove';

/** Only actions that this account may do for some room. */
export function MastersBulk({
  selection,
  count,
  clear,
  may,
}: BulkContext & { may: Record<BulkAction, boolean> }) {
  const t = useTranslations('masters');
  const [action, setAction] = useState<BulkAction | null>(null);
  const [master, setMaster] = useState('');
  // The preview follows typing with a delay.
  const settled = useDeferredValue(master.trim());
  const wanted = action ?? 'assign';
  const needsMaster = action === 'assign' || action === 'replace';
  const input =
    action && (!needsMaster || isAccount(settled))
      ? { action, selection, ...(needsMaster ? { master: settled } : {}) }
      : null;

  function close() {
    setAction(null);
    setMaster('');
  }

  return (
    <>
      {(['assign', 'replace', 'remove'] as const)
        .filter((one) => may[one])
        .map((one) => (
          <Button
            key={one}
            size="small"
            tone={one === 'remove' ? 'danger' : 'plain'}
            onClick={() => setAction(one)}
          >
            {t(`bulk.${one}`)}
          </Button>
        ))}
      <BulkDialog
        open={action !== null}
        onClose={close}
        onStarted={clear}
        title={t(`bulk.${wanted}Title`, { count })}
        of="masters"
        input={input}
        start={startMastersJobAction}
        confirm={(changes) => (input ? t(`bulk.${wanted}Confirm`, { count: changes }) : t(`bulk.${wanted}`))}
        tone={action === 'assign' ? 'primary' : 'danger'}
      >
        {needsMaster ? (
          <TextField
            label={t('account')}
            description={t('accountHint')}
            type="email"
            name="account"
            autoComplete="off"
            maxLength={254}
            required
            value={master}
            onChange={(event) => setMaster(event.target.value)}
          />
        ) : null}
      </BulkDialog>
    </>
  );
}

function isAccount(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}
