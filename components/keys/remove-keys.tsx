'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useEntryForm } from '@/components/registers/use-entry-form';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { toast } from '@/components/ui/toast';
import { removeKeysAction } from '@/lib/keys/actions';
import type { BulkSelection } from '@/lib/table/selection';

/** Deletes entries after a question that says how many. */
export function RemoveKeys({
  selection,
  count,
  onDone,
}: {
  selection: BulkSelection;
  count: number;
  onDone: () => void;
}) {
  const t = useTranslations('keys.remove');
  const [open, setOpen] = useState(false);
  const entry = useEntryForm(removeKeysAction, () => {
    toast(t('done', { count }));
    setOpen(false);
    onDone();
  });
  return (
    <>
      <Button size="small" icon={Trash2} onClick={() => setOpen(true)}>
        {t('button')}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => {
          setOpen(false);
          entry.clear();
        }}
        onConfirm={() => entry.submit({ selection, expected: count })}
        title={t('title', { count })}
        description={t('text')}
        confirm={t('confirm', { count })}
        pending={entry.pending}
        error={entry.code}
      />
    </>
  );
}
