'use client';

import { useTranslations } from 'next-intl';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';

/** The number of changed entries, and the first few names. */
export type Undoable = { count: number; who: string };

type Undo = (input: { batch: string }) => Promise<VerbResult<{ count: number }>>;

/** Says what was done and offers to undo it. If undo is no longer possible, says why. */
export function useUndo({
  undo,
  words,
  onUndone,
}: {
  undo: Undo;
  words: { undone: (about: Undoable) => string; numberOut?: string };
  onUndone?: () => void;
}): (change: { done: string; about: Undoable; batch: string | null }) => void {
  const t = useTranslations('common');
  const errors = useTranslations('errors.codes');

  function wordsFor(code: ErrorCode): string {
    if (code === 'conflict') return t('undoRefused.changed');
    if (code === 'not-found') return t('undoRefused.over');
    if (code === 'invalid-input' && words.numberOut) return words.numberOut;
    return errors(`${code}.title`);
  }

  async function run(batch: string, about: Undoable) {
    const result = await answerOf(undo({ batch }));
    if (result.ok) {
      toast(words.undone({ ...about, count: result.data.count }));
      onUndone?.();
    } else toast(wordsFor(result.code), { tone: 'bad' });
  }

  return ({ done, about, batch }) =>
    toast(done, batch ? { action: { label: t('undo'), run: () => void run(batch, about) } } : {});
}
