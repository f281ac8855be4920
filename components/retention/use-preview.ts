'use client';

import { useEffect, useState } from 'react';
import type { Preview } from '@/lib/archive/retention/data';
import { readAnswer } from '@/lib/http/read-answer';
import { nameInAddress } from '@/lib/table/name-in-address';

type Asked = { building: string; mode: string; days: string };
type State = { state: 'idle' | 'counting' | 'counted' | 'failed'; counted: Preview | null };

/** Typing has ended after this pause. */
const pauseMs = 250;

/** How many events a rule would affect, asked again while a person edits it. */
export function usePreview(asked: Asked | null): State {
  // An invalid number of days is not sent: the answer would only say that it is invalid.
  const query =
    asked && /^[1-9]\d{0,4}$/.test(asked.days.trim()) && Number(asked.days) <= 36_500
      ? new URLSearchParams({ ...asked, building: nameInAddress(asked.building) }).toString()
      : null;
  const [answer, setAnswer] = useState<State & { query: string | null }>({
    state: 'idle',
    counted: null,
    query: null,
  });
  useEffect(() => {
    if (query === null) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const found = await readAnswer<Preview>(
        fetch(`/api/retention/preview?${query}`, { signal: stop.signal }),
      );
      if (stop.signal.aborted) return;
      if (found.ok) setAnswer({ state: 'counted', counted: found.body, query });
      else setAnswer({ state: 'failed', counted: null, query });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query]);
  if (query === null) return { state: 'idle', counted: null };
  return answer.query === query ? answer : { state: 'counting', counted: null };
}
