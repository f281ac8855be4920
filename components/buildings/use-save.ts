'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { toast } from '@/components/ui/toast';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';

type Failure = { code: ErrorCode; fields: Record<string, string> };

/** Runs a form's action. A failure keeps what was typed, success refreshes the page. */
export function useSave<I>(action: (input: I) => Promise<VerbResult<unknown>>) {
  const router = useRouter();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, startTransition] = useTransition();

  function save(input: I, saved: { words: string; onSaved: () => void }) {
    startTransition(async () => {
      const result = await answerOf(action(input));
      if (!result.ok) {
        setFailure({ code: result.code, fields: result.fields ?? {} });
        return;
      }
      setFailure(null);
      toast(saved.words);
      saved.onSaved();
      router.refresh();
    });
  }

  return { save, pending, failure, forget: () => setFailure(null) };
}
