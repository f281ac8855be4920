'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { filterParams } from '@/components/data-table/table-address';
import type { CountsAnswer } from '@/lib/archive/facets';

/** Counts beside the list, asked for when it stands; null until they are there. A change of the filter gives up the last. */
export function useCounts({ drawn, clock, ignored }: { drawn: object; clock: string; ignored: string[] }) {
  const params = filterParams(new URLSearchParams(useSearchParams()), [...ignored, 'before', 'at'], {
    zone: clock,
  }).toString();
  const [known, setKnown] = useState<{ params: string; answer: CountsAnswer } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows drawn anew are the signal, not a value that is read.
  useEffect(() => {
    const call = new AbortController();
    fetch(`/api/events/facets?${params}`, { signal: call.signal })
      .then(async (response) => {
        if (response.ok) setKnown({ params, answer: (await response.json()) as CountsAnswer });
      })
      .catch(() => {});
    return () => call.abort();
  }, [params, drawn]);
  return known?.params === params ? known.answer : null;
}
