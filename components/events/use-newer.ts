'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useState, useTransition } from 'react';
import type { NewerAnswer } from '@/lib/archive/newer';

// The name is said again because lib/auth/scope.ts, where it belongs, must stay on the server.
const backgroundHeader = 'x-doordesk-background';

/** Often enough for somebody who waits at the door's picture, seldom enough for a tab that is left open. */
const askMs = 10_000;

/**
 * How many events have come that the rows do not show yet. The rows stay as they are until the reader asks for them;
 * only a list without any row fills by itself, since nothing there can move under his eyes.
 */
export function useNewer({
  top,
  drawnAt,
  doorsRead,
  ignored,
}: {
  top: string | null;
  drawnAt: string;
  doorsRead: number;
  /** Parts of the address that could not be understood; the rows are not filtered by them. */
  ignored: string[];
}) {
  const router = useRouter();
  const params = useSearchParams().toString();
  const [state, setState] = useState<{ for: string; answer: NewerAnswer } | null>(null);
  const [pending, startTransition] = useTransition();
  const key = `${drawnAt} ${params}`;
  const answer = state?.for === key ? state.answer : null;

  const ask = useEffectEvent(async (signal: AbortSignal, refresh: boolean) => {
    const query = new URLSearchParams(params);
    for (const name of ['after', 'before', 'offset', 'limit', ...ignored]) query.delete(name);
    if (top) query.set('before', top);
    if (refresh) query.set('refresh', '1');
    // A tab left open must not keep its session alive; a press on the button is the person himself.
    const headers: HeadersInit = refresh ? {} : { [backgroundHeader]: '1' };
    const response = await fetch(`/api/events/newer?${query}`, { signal, headers }).catch(() => null);
    if (!response?.ok || signal.aborted) return;
    const next = (await response.json()) as NewerAnswer;
    setState({ for: key, answer: next });
    if (refresh || (top === null && (next.count > 0 || next.doors > doorsRead)))
      startTransition(() => router.refresh());
  });

  useEffect(() => {
    const stop = new AbortController();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void ask(stop.signal, false);
    }, askMs);
    const soon = setTimeout(() => void ask(stop.signal, false), 1_500);
    return () => {
      stop.abort();
      clearInterval(timer);
      clearTimeout(soon);
    };
  }, []);

  const [reading, setReading] = useState(false);
  return {
    count: answer?.count ?? 0,
    over: answer?.over ?? false,
    /** Doors that were read for the first time since. */
    doors: Math.max(0, (answer?.doors ?? 0) - doorsRead),
    /** Shows what has come. */
    show: () => startTransition(() => router.refresh()),
    /** Has the doors read at once, then shows what came. */
    refresh: async () => {
      setReading(true);
      await ask(new AbortController().signal, true);
      setReading(false);
    },
    busy: pending || reading,
  };
}
