'use client';

import { DoorOpen } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from '@/components/forms/use-form';
import { useUndo } from '@/components/registers/use-undo';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { TextField } from '@/components/ui/text-field';
import { moveOutAction, undoMoveOutAction } from '@/lib/registers/people/actions';
import type { BulkSelection } from '@/lib/table/selection';
import { SelectedPeopleNames, useSelectedPeople } from './selected-people';

export function MoveOut({
  selection,
  count,
  today,
  onDone,
  onUndone,
}: {
  selection: BulkSelection;
  count: number;
  today: string;
  onDone: (day: string) => void;
  onUndone?: () => void;
}) {
  const t = useTranslations('people.moveOut');
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const [day, setDay] = useState(today);
  const offerUndo = useUndo({
    undo: undoMoveOutAction,
    words: { undone: (about) => t('undone', about) },
    ...(onUndone ? { onUndone } : {}),
  });
  const entry = useForm(moveOutAction, ({ batch, ...about }) => {
    offerUndo({ done: t('done', about), about, batch });
    setOpen(false);
    onDone(day);
  });
  const about = useSelectedPeople(selection, open);
  const shown = day ? format.dateTime(new Date(`${day}T00:00:00Z`), 'day', { timeZone: 'UTC' }) : undefined;
  return (
    <>
      <Button size="small" icon={DoorOpen} onClick={() => setOpen(true)}>
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
        confirm={shown ? t('confirm', { count, day: shown }) : t('confirmNoDay')}
        tone="primary"
        pending={entry.pending}
        ready={about.selected !== null}
        error={entry.code}
      >
        <SelectedPeopleNames {...about} count={count} />
        <TextField
          type="date"
          label={t('day')}
          value={day}
          error={entry.fields.day}
          onChange={(event) => setDay(event.target.value)}
        />
      </ConfirmDialog>
    </>
  );
}
