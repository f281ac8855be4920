'use client';

import { useEffect, useState } from 'react';
import type { PaletteAnswer, PaletteHit } from '@/lib/palette/hits';

const none: PaletteHit[] = [];

/** What the server finds for a text, a moment after the last letter. The hits before stay until the new ones are here. */
export function usePaletteHits(text: string): { hits: PaletteHit[]; searching: boolean; failed: boolean } {
  const wanted = text.trim();
  const [found, setFound] = useState<{ for: string; hits: PaletteHit[]; failed: boolean }>({
    for: '',
    hits: none,
    failed: false,
  });

  useEffect(() => {
    if (wanted === '') return;
    const call = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(`/api/palette?${new URLSearchParams({ q: wanted })}`, {
          signal: call.signal,
        });
        if (!response.ok) throw new Error(String(response.status));
        const answer = (await response.json()) as PaletteAnswer;
        setFound({ for: wanted, hits: answer.hits, failed: false });
      } catch {
        if (!call.signal.aborted) setFound({ for: wanted, hits: none, failed: true });
      }
    }, 120);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [wanted]);

  if (wanted === '') return { hits: none, searching: false, failed: false };
  return { hits: found.hits, searching: found.for !== wanted, failed: found.for === wanted && found.failed };
}
