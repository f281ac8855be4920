'use client';

import { useEffect, useState } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { jsonRequest, readAnswer } from '@/lib/http/read-answer';
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
    void readAnswer<T>(fetch(path, jsonRequest(body, left.signal))).then((next) => {
      if (left.signal.aborted) return;
      setAnswer(
        next.ok
          ? { of: body, selected: next.body, failed: null }
          : { of: body, selected: null, failed: next.code },
      );
    });
    return () => left.abort();
  }, [path, body, open]);

  return answer?.of === body ? answer : { selected: null, failed: null };
}
