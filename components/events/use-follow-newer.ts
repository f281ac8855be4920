'use client';

import { useEffect, useEffectEvent } from 'react';
import { fetchInBackground } from '@/components/auth/fetch-in-background';
import type { NewerAnswer } from '@/lib/archive/events/newer-events';
import { followNewer } from './follow-newer';

/** How often the doors are read anew while somebody looks. */
const freshenMs = 10_000;

/** Tells what has come that matches a filter (an address's parameters) as long as the page is in sight. */
export function useFollowNewer(filter: string, onNews: (answer: NewerAnswer) => void): void {
  const take = useEffectEvent(onNews);

  // Only while the tab is in sight: a browser has six connections to one address, and whoever comes back is told at once.
  useEffect(() => {
    let stop: AbortController | null = null;
    const look = () => {
      stop?.abort();
      stop = null;
      if (document.visibilityState !== 'visible') return;
      stop = new AbortController();
      const { signal } = stop;
      void followNewer(filter, { take: (answer) => !signal.aborted && take(answer), signal });
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      stop?.abort();
    };
  }, [filter]);

  // Asking has the doors read; what comes of it the stream tells. A tab left open must not keep its session alive.
  useEffect(() => {
    const stop = new AbortController();
    const freshen = () => {
      if (document.visibilityState !== 'visible') return;
      fetchInBackground(`/api/events/newer?${filter}`, stop.signal).catch(() => {});
    };
    const timer = setInterval(freshen, freshenMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [filter]);
}
