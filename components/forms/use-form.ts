'use client';

import { useRef, useState, useTransition } from 'react';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { useFaultFocus } from './use-fault-focus';

type Failure = { code: ErrorCode; fields: Record<string, string>; approval: string | null };

/** Sends a form. A refusal keeps the typed text, names the problem next to each field, and focuses the first one. */
export function useForm<I, T>(action: (input: I) => Promise<VerbResult<T>>, onDone: (data: T) => void) {
  const form = useRef<HTMLFormElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, startTransition] = useTransition();

  useFaultFocus(form, failure);

  function submit(input: I) {
    startTransition(async () => {
      const result = await answerOf(action(input));
      if (result.ok) {
        setFailure(null);
        onDone(result.data);
      } else {
        const { code, fields = {}, approval = null } = result;
        setFailure({ code, fields, approval });
      }
    });
  }

  const fields = failure?.fields ?? {};
  // A code with fields is explained next to them.
  const code = failure && Object.keys(fields).length === 0 ? failure.code : null;
  const approval = failure?.approval ?? null;
  return { form, submit, pending, fields, code, approval, clear: () => setFailure(null) };
}

/** The texts of a form by name. A field that is not shown is empty. */
export function textsOf<K extends string>(form: HTMLFormElement, names: readonly K[]): Record<K, string> {
  const data = new FormData(form);
  return Object.fromEntries(
    names.map((name) => {
      const value = data.get(name);
      return [name, typeof value === 'string' ? value : ''];
    }),
  ) as Record<K, string>;
}
