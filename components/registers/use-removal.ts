'use client';

import { useState } from 'react';
import { useForm } from '@/components/forms/use-form';
import type { VerbResult } from '@/lib/abilities/verb';
import type { BulkSelection } from '@/lib/table/selection';
import { type Undoable, useUndo } from './use-undo';

type Words = {
  done: (about: Undoable) => string;
  restored: (about: Undoable) => string;
  numberOut?: string;
};
type Removal = (input: {
  selection: BulkSelection;
  expected: number;
}) => Promise<VerbResult<Undoable & { batch: string }>>;
type Restoring = (input: { batch: string }) => Promise<VerbResult<{ count: number }>>;

/** Deletes entries after a question, and offers to undo it. */
export function useRemoval({
  remove,
  restore,
  words,
  onDone,
  onUndone,
}: {
  remove: Removal;
  restore: Restoring;
  words: Words;
  onDone: () => void;
  onUndone?: (() => void) | undefined;
}) {
  const [open, setOpen] = useState(false);
  const offerUndo = useUndo({
    undo: restore,
    words: { undone: words.restored, ...(words.numberOut ? { numberOut: words.numberOut } : {}) },
    ...(onUndone ? { onUndone } : {}),
  });
  const entry = useForm(remove, ({ batch, ...about }) => {
    offerUndo({ done: words.done(about), about, batch });
    setOpen(false);
    onDone();
  });

  return {
    ask: () => setOpen(true),
    dialog: (selection: BulkSelection, expected: number) => ({
      open,
      onClose: () => {
        setOpen(false);
        entry.clear();
      },
      onConfirm: () => entry.submit({ selection, expected }),
      pending: entry.pending,
      error: entry.code,
    }),
  };
}
