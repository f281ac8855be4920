'use client';

import { useEffect, useState } from 'react';
import type { PaletteAnswer, PaletteHit } from '@/lib/palette/hits';

const none: PaletteHit[] = [];

/** What the server finds for a text, a moment after the last letter. The hits before stay until the new ones are here. */
export function usePaletteHits(text: string): {
  hits: PaletteHit[];
  /** Rooms whose doorcodes are not known. */
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
      try {
        const response = await fetch(`/api/palette?${new URLSearchParams({ q: wanted })}`, {
          signal: call.signal,
        });
        if (!response.ok) throw new Error(String(response.status));
        const answer = (await response.json()) as PaletteAnswer;
        setFound({ for: wanted, hits: answer.hits, unread: answer.unread, failed: false });
      } catch {
        if (!call.signal.aborted) setFound({ for: wanted, hits: none, unread: 0, failed: true });
      }
    }, 120);
    return () => {
      clearTimeout(timer);
      call.abort();
    };
  }, [wanted]);

  if (wanted === '') return { hits: none, unread: 0, searching: false, failed: false };
  return {
    hits: found.hits,
    unread: found.unread,
    searching: found.for !== wanted,
    failed: found.for === wanted && found.failed,
  };
}
