'use client';

import { useEffect, useState } from 'react';
import type { PaletteAnswer, PaletteHit } from '@/lib/desk/palette/hit-rows';
import { matchScore } from '@/lib/desk/palette/match-score';
import { readAnswer } from '@/lib/http/read-answer';

const none: PaletteHit[] = [];

/** Searches a moment after the last letter. Until the answer comes, earlier hits stay if they match the new text. */
export function usePaletteHits(text: string): {
  hits: PaletteHit[];
  unread: number;
  searching: boolean;
  failed: boolean;
} {
  const wanted = text.trim();
  const [found, setFound] = useState({ for: '', hits: none, unread: 0, failed: false });

  useEffect(() => {
    if (wanted === '') return;
    const call = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await readAnswer<PaletteAnswer>(
        fetch(`/api/palette?${new URLSearchParams({ q: wanted })}`, { signal: call.signal }),
      );
      if (call.signal.aborted) return;
      const { hits, unread } = answer.ok ? answer.body : { hits: none, unread: 0 };
      setFound({ for: wanted, hits, unread, failed: !answer.ok });
    }, 120);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [wanted]);

  if (wanted === '') return { hits: none, unread: 0, searching: false, failed: false };
  const searching = found.for !== wanted;
  return {
    hits: searching
      ? found.hits.filter(({ label, note }) => matchScore(wanted, label, note) > 0)
      : found.hits,
    unread: found.unread,
    searching,
    failed: found.for === wanted && found.failed,
  };
}
