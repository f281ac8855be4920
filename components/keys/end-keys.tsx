'use client';

import { TriangleAlert, Undo2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from '@/components/forms/use-form';
import { useUndo } from '@/components/registers/use-undo';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { TextField } from '@/components/ui/text-field';
import { reportKeysLostAction, returnKeysAction, undoEndKeysAction } from '@/lib/registers/keys/actions';
import type { BulkSelection } from '@/lib/table/selection';
import { Amount } from './amount';
import { SelectedKeyNames, useSelectedKeys } from './selected-keys';

/** Records that keys were returned or lost. The button says how many. */
export function EndKeys({
  as,
  selection,
  count,
  today,
  onDone,
  onUndone,
}: {
  as: 'returned' | 'lost';
  selection: BulkSelection;
  count: number;
  today: string;
  onDone: (day: string) => void;
  onUndone?: () => void;
}) {
  const t = useTranslations(as === 'returned' ? 'keys.giveBack' : 'keys.lost');
  const deposits = useTranslations('keys.giveBack');
  const [open, setOpen] = useState(false);
  const [day, setDay] = useState(today);
  const offerUndo = useUndo({
    undo: undoEndKeysAction,
    words: { undone: (about) => t('undone', about), numberOut: t('numberOut') },
    ...(onUndone ? { onUndone } : {}),
  });
  const entry = useForm(
    as === 'returned' ? returnKeysAction : reportKeysLostAction,
    ({ batch, already, ...about }) => {
      const others = already > 0 ? ` ${t('already', { count: already })}` : '';
      offerUndo({ done: t('done', about) + others, about, batch });
      setOpen(false);
      onDone(day);
    },
  );
  const about = useSelectedKeys(selection, open);
  const due = as === 'returned' ? (about.selected?.deposits ?? []) : [];
  return (
    <>
      <Button size="small" icon={as === 'returned' ? Undo2 : TriangleAlert} onClick={() => setOpen(true)}>
        {t('button')}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => {
          setOpen(false);
          entry.clear();
        }}
        onConfirm={() => entry.submit({ selection, expected: count, day })}
        title={t('title', { count })}
        description={t('text')}
        confirm={t('confirm', { count })}
        tone={as === 'returned' ? 'primary' : 'danger'}
        pending={entry.pending}
        ready={about.selected !== null}
        error={entry.code}
      >
        <SelectedKeyNames {...about} count={count} />
        <TextField
          type="date"
          label={t('day')}
          value={day}
          error={entry.fields.day}
          onChange={(event) => setDay(event.target.value)}
        />
        {due.map((amount) => (
          <p key={amount.currency} className="mt-3">
            {deposits.rich('deposit', { amount: () => <Amount amount={amount} /> })}
          </p>
        ))}
      </ConfirmDialog>
    </>
  );
}
