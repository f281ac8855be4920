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
import { addressOf, cameBack } from '@/components/ui/came-back';
import { cx } from '@/components/ui/classes';

/** A tab that was out of sight for less is taken as never left: switching to and fro must not draw pages all the time. */
const awayMs = 10_000;

/**
 * Draws the page again for a person who comes back to it: by Back or Forward, where the router or the browser shows what
 * it kept, and to a tab that was out of sight for a while. What was revoked or changed meanwhile would else stand there
 * as it was: until the page is drawn again, it says that it is being read. Focus, scroll positions and what was typed stay,
 * since nothing is mounted again.
 */
export function RefreshOnReturn({ children }: { children: ReactNode }) {
  const t = useTranslations('common');
  const router = useRouter();
  const address = addressOf(usePathname(), useSearchParams());
  const wentBack = useRef(false);
  const [pending, startTransition] = useTransition();
  const [kept, setKept] = useState<string | null>(null);
  // A person who goes on meanwhile sees another page, which was just drawn.
  const reading = pending && kept === address;

  const refresh = useCallback(
    (shown: string) => {
      setKept(shown);
      startTransition(() => router.refresh());
    },
    [router],
  );

  useEffect(() => {
    let hiddenAt: number | null = document.hidden ? performance.now() : null;
    const shown = () => addressOf(location.pathname, new URLSearchParams(location.search));
    const onPop = () => {
      wentBack.current = true;
    };
    // Out of the browser's own cache of pages: nothing of it ran meanwhile.
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
    // Before the router's own listener, which may draw the other page at once.
    addEventListener('popstate', onPop, { capture: true });
    addEventListener('pageshow', onShow);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      removeEventListener('popstate', onPop, { capture: true });
      removeEventListener('pageshow', onShow);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [refresh]);

  // Once the page that was kept stands: refreshed sooner, the page that is being left would be. Before it is seen.
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
