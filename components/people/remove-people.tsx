'use client';

import { Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRemoval } from '@/components/registers/use-removal';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { SafeText } from '@/components/ui/safe-text';
import { removePeopleAction, restorePeopleAction } from '@/lib/people/actions';
import type { BulkSelection } from '@/lib/table/selection';

/** Deletes entries after a question that says how many. */
export function RemovePeople({
  selection,
  count,
  names = [],
  keysOut = 0,
  onDone,
  onUndone,
}: {
  selection: BulkSelection;
  count: number;
  /** As many as help to recognise whom it is about. */
  names?: string[];
  keysOut?: number;
  onDone: () => void;
  onUndone?: () => void;
}) {
  const t = useTranslations('people.remove');
  const removal = useRemoval({
    remove: removePeopleAction,
    restore: restorePeopleAction,
    words: {
      done: (n) => t('done', { count: n }),
      restored: (n) => t('restored', { count: n }),
    },
    onDone,
    onUndone,
  });
  return (
    <>
      <Button size="small" icon={Trash2} onClick={removal.ask}>
        {t('button')}
      </Button>
      <ConfirmDialog
        {...removal.dialog(selection, count)}
        title={t('title', { count })}
        description={t('text')}
        confirm={t('many', { count })}
      >
        {names.length > 0 ? (
          <ul className="grid gap-0.5">
            {names.slice(0, 8).map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, and the list never moves.
              <li key={index} className="truncate font-medium">
                <SafeText>{name}</SafeText>
              </li>
            ))}
            {count > 8 ? <li className="text-muted">…</li> : null}
          </ul>
        ) : null}
        {keysOut > 0 ? <p className="mt-2 text-warn">{t('keysOut', { count: keysOut })}</p> : null}
      </ConfirmDialog>
    </>
  );
}
