'use client';

import { RefreshCw } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import {
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useTransition,
} from 'react';
import { refreshForPerson } from '@/components/auth/fetch-in-background';
import { addressOf, cameBack } from '@/components/ui/came-back';
import { cx } from '@/components/ui/classes';

/** A tab hidden for less time counts as never left: switching tabs must not refresh pages all the time. */
const awayMs = 10_000;

/**
 * Refreshes the page after Back or Forward, or after its tab was hidden for a while, because the kept page may show a
 * revoked code. Says so until it is done. Focus, scroll position and typed text stay.
 */
export function RefreshOnReturn({ children }: { children: ReactNode }) {
  const t = useTranslations('common');
  const router = useRouter();
  const address = addressOf(usePathname(), useSearchParams());
  const wentBack = useRef(false);
  const [pending, startTransition] = useTransition();
  const [kept, setKept] = useState<string | null>(null);
  // If the person goes on, the next page is fresh already.
  const reading = pending && kept === address;

  const refresh = useCallback(
    (shown: string) => {
      setKept(shown);
      startTransition(() => refreshForPerson(router));
    },
    [router],
  );

  useEffect(() => {
    let hiddenAt: number | null = document.hidden ? performance.now() : null;
    const shown = () => addressOf(location.pathname, new URLSearchParams(location.search));
    const onPop = () => {
      wentBack.current = true;
    };
    // Restored from the browser's cache of pages, where nothing ran.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) refresh(shown());
    };
    const onVisibility = () => {
      if (document.hidden) {
        hiddenAt = performance.now();
        return;
      }
      const away = hiddenAt === null ? 0 : performance.now() - hiddenAt;
      hiddenAt = null;
      if (away >= awayMs) refresh(shown());
    };
    // Before the router's listener, which may render the other page at once.
    addEventListener('popstate', onPop, { capture: true });
    addEventListener('pageshow', onShow);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      removeEventListener('popstate', onPop, { capture: true });
      removeEventListener('pageshow', onShow);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [refresh]);

  // Runs after the kept page is in place. Earlier, the refresh would apply to the page that is left.
  useLayoutEffect(() => {
    if (!wentBack.current || !cameBack(address)) return;
    wentBack.current = false;
    refresh(address);
  }, [address, refresh]);

  return (
    <>
      <div role="status" data-chrome>
        {reading ? (
          <p className="fixed top-3 left-1/2 z-30 flex w-max max-w-[calc(100vw-2rem)] -translate-x-1/2 items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1.5 text-sm shadow-md max-md:top-14">
            <RefreshCw aria-hidden className="size-4 shrink-0 text-muted" />
            <span>{t('rereading')}</span>
          </p>
        ) : null}
      </div>
      <div aria-busy={reading || undefined} className={cx(reading && 'opacity-60')}>
        {children}
      </div>
    </>
  );
}
