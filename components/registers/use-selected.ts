'use client';

import { useEffect, useState } from 'react';
import { codeOfAnswer } from '@/components/data-table/fetch-rows';
import type { ErrorCode } from '@/lib/errors';
import type { BulkSelection } from '@/lib/table/selection';

type Answer<T> = { of: string } & ({ selected: T; failed: null } | { selected: null; failed: ErrorCode });

/** What the server says of the selected rows, also of those not loaded. Fetched each time the dialog opens. */
export function useSelected<T>(
  path: string,
  selection: BulkSelection,
  open: boolean,
): { selected: T | null; failed: ErrorCode | null } {
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const [wasOpen, setWasOpen] = useState(open);
  if (wasOpen !== open) {
    setWasOpen(open);
    setAnswer(null);
  }
  const body = JSON.stringify({ selection });

  useEffect(() => {
    if (!open) return;
    const left = new AbortController();
    ask<T>(path, body, left.signal).then(
      (next) => setAnswer({ of: body, ...next }),
      () => {},
    );
    return () => left.abort();
  }, [path, body, open]);

  return answer?.of === body ? answer : { selected: null, failed: null };
}

async function ask<T>(path: string, body: string, signal: AbortSignal) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal,
    });
    const answer: unknown = await response.json();
    if (response.ok) return { selected: answer as T, failed: null };
    return { selected: null, failed: codeOfAnswer(answer) ?? 'unexpected' };
  } catch (error) {
    if (signal.aborted) throw error;
    return { selected: null, failed: 'unexpected' as const };
  }
}
