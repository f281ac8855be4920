'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRemoval } from '@/components/registers/use-removal';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { removePeopleAction, restorePeopleAction } from '@/lib/registers/people/actions';
import type { BulkSelection } from '@/lib/table/selection';
import { SelectedPeopleNames, useSelectedPeople } from './selected-people';

export function RemovePeople({
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
  const t = useTranslations('people.remove');
  const removal = useRemoval({
    remove: removePeopleAction,
    restore: restorePeopleAction,
    words: {
      done: (about) => t('done', about),
      restored: (about) => t('restored', about),
    },
    onDone,
    onUndone,
  });
  const dialog = removal.dialog(selection, count);
  const about = useSelectedPeople(selection, dialog.open);
  const keysOut = about.selected?.keysOut ?? 0;
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
        confirm={t('many', { count })}
      >
        <SelectedPeopleNames {...about} count={count} />
        {keysOut > 0 ? <p className="mt-2 text-warn">{t('keysOut', { count: keysOut })}</p> : null}
      </ConfirmDialog>
    </>
  );
}
