'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRemoval } from '@/components/registers/use-removal';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { removeKeysAction, restoreKeysAction } from '@/lib/registers/keys/actions';
import type { BulkSelection } from '@/lib/table/selection';
import { SelectedKeyNames, useSelectedKeys } from './selected-keys';

export function RemoveKeys({
  selection,
  count,
  onDone,
  onUndone,
}: {
  selection: BulkSelection;
  count: number;
  onDone: () => void;
  onUndone?: () => void;
}) {
  const t = useTranslations('keys.remove');
  const removal = useRemoval({
    remove: removeKeysAction,
    restore: restoreKeysAction,
    words: {
      done: (about) => t('done', about),
      restored: (about) => t('restored', about),
      numberOut: t('numberOut'),
    },
    onDone,
    onUndone,
  });
  const dialog = removal.dialog(selection, count);
  const about = useSelectedKeys(selection, dialog.open);
  return (
    <>
      <Button size="small" icon={Trash2} onClick={removal.ask}>
        {t('button')}
      </Button>
      <ConfirmDialog
        {...dialog}
        ready={about.selected !== null}
        title={t('title', { count })}
        description={t('text')}
        confirm={t('confirm', { count })}
      >
        <SelectedKeyNames {...about} count={count} />
      </ConfirmDialog>
    </>
  );
}
