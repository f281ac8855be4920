'use client';

import { useEffect, useEffectEvent } from 'react';
import { fetchInBackground } from '@/components/auth/fetch-in-background';
import { useNewsComes } from '@/components/ui/doubt';
import type { NewerAnswer } from '@/lib/archive/events/newer-events';
import { followNewer } from './follow-newer';

/** How often the doors are read while the page is visible. */
const freshenMs = 10_000;

/** Reports new events that match a filter (address parameters) while the page is visible. */
export function useFollowNewer(filter: string, onNews: (answer: NewerAnswer) => void): void {
  const take = useEffectEvent(onNews);
  const comes = useNewsComes();

  // Only while visible: a browser has six connections to one server.
  useEffect(() => {
    if (!comes) return;
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
  }, [filter, comes]);

  // The request makes the server read the doors. The stream reports the result. As a background request, it does not
  // keep the session alive.
  useEffect(() => {
    if (!comes) return;
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
  }, [filter, comes]);
}
