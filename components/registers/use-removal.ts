'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import type { ActionResult } from '@/lib/action';
import { answerOf } from '@/lib/answer-of';
import type { BulkSelection } from '@/lib/table/selection';
import { useEntryForm } from './use-entry-form';

type Words = { done: (count: number) => string; restored: (count: number) => string; numberOut?: string };
type Removal = (input: {
  selection: BulkSelection;
  expected: number;
}) => Promise<ActionResult<{ count: number; batch: string }>>;
type Restoring = (input: { batch: string }) => Promise<ActionResult<{ count: number }>>;

/** Deletes entries of a register after a question, and offers to put them back for as long as the word of it stands. */
export function useRemoval({
  remove,
  restore,
  words,
  onDone,
}: {
  remove: Removal;
  restore: Restoring;
  words: Words;
  onDone: () => void;
}) {
  const t = useTranslations('common');
  const errors = useTranslations('errors.codes');
  const [open, setOpen] = useState(false);
  const entry = useEntryForm(remove, ({ count, batch }) => {
    toast(words.done(count), { action: { label: t('undo'), run: () => void undo(batch) } });
    setOpen(false);
    onDone();
  });

  async function undo(batch: string) {
    const result = await answerOf(restore({ batch }));
    if (result.ok) toast(words.restored(result.data.count));
    else {
      const taken = result.code === 'invalid-input' ? words.numberOut : undefined;
      toast(taken ?? errors(`${result.code}.title`), { tone: 'bad' });
    }
  }

  return {
    ask: () => setOpen(true),
    /** What the question's dialog needs. */
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
