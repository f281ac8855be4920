'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { filterParams } from '@/components/data-table/table-address';
import type { ErrorCode } from '@/lib/errors';
import { readAnswer } from '@/lib/http/read-answer';

/** Start and order of the list do not change the count. */
const noPart = ['before', 'at', 'sort', 'dir'];

/**
 * Loads the counts or bars next to a list. `known` may belong to the previous filter until `current` is true. A new
 * filter cancels the last call, and new rows (`drawn`) load again.
 */
export function useSummary<Answer>(
  path: string,
  { clock, ignored, drawn }: { clock: string; ignored: string[]; drawn?: object },
) {
  const params = filterParams(new URLSearchParams(useSearchParams()), [...ignored, ...noPart], {
    zone: clock,
  }).toString();
  const [known, setKnown] = useState<{ params: string; answer: Answer } | null>(null);
  const [failed, setFailed] = useState<{ params: string; code: ErrorCode } | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows and a retry are signals, not values that are read.
  useEffect(() => {
    const call = new AbortController();
    void readAnswer<Answer>(fetch(`${path}?${params}`, { signal: call.signal })).then((answer) => {
      if (call.signal.aborted) return;
      if (!answer.ok) setFailed({ params, code: answer.code });
      else {
        setFailed(null);
        setKnown({ params, answer: answer.body });
      }
    });
    return () => call.abort();
  }, [path, params, drawn, attempt]);
  return {
    known: known?.answer ?? null,
    current: known?.params === params,
    failed: failed?.params === params ? failed.code : null,
    retry: () => {
      setFailed(null);
      setAttempt(attempt + 1);
    },
  };
}
