'use client';

import { usePathname, useRouter } from 'next/navigation';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { fetchInBackground } from '@/components/auth/fetch-in-background';
import type { Doubt, ListState } from '@/lib/auth/scope';

/**
 * How often a tab in sight asks, at most. Asked and not streamed: a stream in each tab, next to the page's own, would
 * take up the six connections that a browser has for one server.
 */
const askEveryMs = 15_000;
/** The same while events wait for the device list. */
const askSoonMs = 2_000;

const DoubtContext = createContext<Doubt | null>(null);

export function useDoubt(): Doubt | null {
  return useContext(DoubtContext);
}

/**
 * What stops a change at the moment; null: nothing. A list of doors in doubt stops only what the cloud would be asked
 * to do: Doordesk's own registers can be changed meanwhile.
 */
export function useStopped(change: 'cloud' | 'register'): Doubt | null {
  const doubt = useDoubt();
  return doubt?.emptyList && change === 'register' ? null : doubt;
}

/**
 * Knows for the whole desk whether the account's password is in doubt; a layout is not drawn again with each page. Draws
 * the page again when the device list was changed, read again, or could not be.
 */
export function DoubtProvider({
  initial,
  list,
  children,
}: {
  initial: Doubt | null;
  list: ListState;
  children: ReactNode;
}) {
  const router = useRouter();
  const pathname = usePathname();
  const [doubt, setDoubt] = useState(initial);
  const isInDoubt = doubt !== null;
  // The first page came with the layout's own answer.
  const askedFor = useRef({ at: 0, pathname });
  const [shown, setShown] = useState(list);
  const everyMs = shown.isFresh ? askEveryMs : askSoonMs;

  useEffect(() => setDoubt(initial), [initial]);

  const ask = useCallback(
    async (signal: AbortSignal) => {
      if (document.hidden || Date.now() - askedFor.current.at < everyMs) return;
      askedFor.current.at = Date.now();
      const found = await askForState(signal);
      if (signal.aborted || found === undefined) return;
      // The sign-in page says why the session has ended.
      if (found === 'signed-out') return isInDoubt ? window.location.reload() : undefined;
      setDoubt(found.doubt);
      setShown(found.list);
      // Readings that waited are made now.
      const isOver = isInDoubt && found.doubt === null;
      if (isOver || found.list.version !== shown.version) router.refresh();
    },
    [isInDoubt, shown.version, everyMs, router],
  );

  useEffect(() => {
    const gone = new AbortController();
    if (askedFor.current.pathname !== pathname) void ask(gone.signal);
    askedFor.current.pathname = pathname;
    const again = () => void ask(gone.signal);
    const timer = setInterval(again, everyMs);
    document.addEventListener('visibilitychange', again);
    return () => {
      gone.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [pathname, ask, everyMs]);

  return <DoubtContext value={doubt}>{children}</DoubtContext>;
}

type State = { doubt: Doubt | null; list: ListState };

/** Undefined: Doordesk gave no answer that says anything. */
async function askForState(signal: AbortSignal): Promise<State | 'signed-out' | undefined> {
  try {
    const response = await fetchInBackground('/api/doubt', signal);
    if (response.status === 401) return 'signed-out';
    if (!response.ok) return undefined;
    return await response.json();
  } catch {
    return undefined;
  }
}
