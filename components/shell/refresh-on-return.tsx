'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { addressOf, cameBack } from '@/components/ui/came-back';

/** A tab that was out of sight for less is taken as never left: switching to and fro must not draw pages all the time. */
const awayMs = 10_000;

/**
 * Draws the page again for a person who comes back to it: by Back or Forward, where the router or the browser shows what
 * it kept, and to a tab that was out of sight for a while. What was revoked or changed meanwhile would else stand there
 * as it was. Focus, scroll positions and what was typed stay, since nothing is mounted again.
 */
export function RefreshOnReturn() {
  const router = useRouter();
  const address = addressOf(usePathname(), useSearchParams());
  const wentBack = useRef(false);

  useEffect(() => {
    let hiddenAt: number | null = document.hidden ? performance.now() : null;
    const onPop = () => {
      wentBack.current = true;
    };
    // Out of the browser's own cache of pages: nothing of it ran meanwhile.
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted) router.refresh();
    };
    const onVisibility = () => {
      if (document.hidden) {
        hiddenAt = performance.now();
        return;
      }
      const away = hiddenAt === null ? 0 : performance.now() - hiddenAt;
      hiddenAt = null;
      if (away >= awayMs) router.refresh();
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
  }, [router]);

  // Once the page that was kept stands: refreshed sooner, the page that is being left would be.
  useEffect(() => {
    if (!wentBack.current || !cameBack(address)) return;
    wentBack.current = false;
    router.refresh();
  }, [address, router]);

  return null;
}
