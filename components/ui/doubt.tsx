'use client';

import dynamic from 'next/dynamic';
import { usePathname, useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { fetchInBackground, refreshInBackground } from '@/components/auth/fetch-in-background';
import { followSession } from '@/components/auth/follow-session';
import type { Doubt, ListState } from '@/lib/auth/standing';
import { askUntilOver } from './ask-until-over';

const SessionOver = dynamic(() => import('./session-over').then((module) => module.SessionOver), {
  ssr: false,
});

/** Least time between two requests of a visible tab. The end of the session is heard at once: see `followSession`. */
const askEveryMs = 15_000;
/** The same, while events wait for the device list, which something reads. */
const askSoonMs = 2_000;

const DoubtContext = createContext<Doubt | null>(null);

export function useDoubt(): Doubt | null {
  return useContext(DoubtContext);
}

const NewsContext = createContext(true);

/** False: nothing reads the cloud here, so nothing new comes by itself. It is true again soon after something does. */
export function useNewsComes(): boolean {
  return useContext(NewsContext);
}

/**
 * `cloud`: changes who may open a door. `account`: is about the workspace's own account. `export`: leaves Doordesk.
 * `desk`: needs no cloud.
 */
export type Deed = 'cloud' | 'account' | 'export' | 'desk';

/**
 * What stops a deed now, or null. A doubtful device list stops only changes in the cloud. What needs no cloud waits only
 * for a person who signed in with the doubted password. `through`: the account that it goes through, if that is known.
 */
export function useStopped(deed: Deed, through?: string | null): Doubt | null {
  const doubt = useDoubt();
  if (doubt?.emptyList && deed !== 'cloud') return null;
  if (doubt?.member && deed === 'desk') return null;
  if (!doubt?.goesOn || !doubt.member) return doubt;
  if (deed === 'account') return doubt.member.isOwn ? doubt : null;
  const isHeld = through && doubt.member.accounts.includes(through);
  return isHeld ? { ...doubt, member: { ...doubt.member, accounts: [through] } } : null;
}

/**
 * Knows for all pages whether the account's password is in doubt, because a layout does not render again with each
 * page. Refreshes the page when the device list changes, and covers it when its session has ended.
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
  const [over, setOver] = useState<Over | null>(null);
  const held = heldBy(doubt);
  const hasEnded = over !== null;
  // The layout has already answered for the first page.
  const askedFor = useRef({ at: 0, pathname });
  const [shown, setShown] = useState(list);
  const everyMs = shown.isFresh || !shown.isRead ? askEveryMs : askSoonMs;

  useEffect(() => setDoubt(initial), [initial]);

  const ask = useCallback(
    async (signal: AbortSignal) => {
      if (document.hidden || Date.now() - askedFor.current.at < everyMs) return;
      askedFor.current.at = Date.now();
      const found = await askForState(signal);
      if (signal.aborted || found === undefined) return;
      if (typeof found === 'string') {
        setOver(found);
        return 'over';
      }
      setDoubt(found.doubt);
      setShown(found.list);
      const now = heldBy(found.doubt);
      // Reads that waited can run now, or dialogs offer other accounts.
      const isMoved = now !== held && now !== everything;
      if (isMoved || found.list.version !== shown.version) refreshInBackground(router);
    },
    [held, shown.version, everyMs, router],
  );

  useEffect(() => {
    if (hasEnded) return;
    const gone = new AbortController();
    if (askedFor.current.pathname !== pathname) void ask(gone.signal);
    askedFor.current.pathname = pathname;
    askUntilOver(ask, { everyMs, signal: gone.signal });
    return () => gone.abort();
  }, [pathname, ask, everyMs, hasEnded]);

  const lookNow = useEffectEvent((signal: AbortSignal) => {
    askedFor.current.at = 0;
    void ask(signal);
  });
  useEffect(() => {
    if (hasEnded) return;
    let stop: AbortController | null = null;
    const follow = () => {
      stop?.abort();
      stop = null;
      if (document.hidden) return;
      stop = new AbortController();
      const { signal } = stop;
      void followSession(() => lookNow(signal), signal);
    };
    // What ended while the tab was hidden was not heard.
    const come = () => {
      follow();
      if (stop) lookNow(stop.signal);
    };
    follow();
    document.addEventListener('visibilitychange', come);
    return () => {
      document.removeEventListener('visibilitychange', come);
      stop?.abort();
    };
  }, [hasEnded]);

  return (
    <DoubtContext value={doubt}>
      <NewsContext value={shown.isFresh || shown.isRead}>{children}</NewsContext>
      {over ? <SessionOver code={over} /> : null}
    </DoubtContext>
  );
}

const everything = 'everything';

/** What waits: nothing (empty), what goes through these accounts, or everything. */
function heldBy(doubt: Doubt | null): string {
  if (!doubt) return '';
  return doubt.goesOn ? JSON.stringify([doubt.emptyList, doubt.member?.accounts]) : everything;
}

type Over = 'signed-out' | 'other-workspace';
type State = { doubt: Doubt | null; list: ListState };

/** Returns undefined if Doordesk gave no usable answer. */
async function askForState(signal: AbortSignal): Promise<State | Over | undefined> {
  try {
    const response = await fetchInBackground('/api/doubt', signal);
    if (response.status === 401) return 'signed-out';
    if (response.status === 409) return 'other-workspace';
    if (!response.ok) return undefined;
    return await response.json();
  } catch {
    return undefined;
  }
}
