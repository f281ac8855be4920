'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useEffectEvent, useRef, useTransition } from 'react';
import { refreshInBackground } from '@/components/auth/fetch-in-background';
import { Button } from '@/components/ui/button';

const firstMs = 15_000;
const mostMs = 5 * 60_000;
/** A refreshed page has its data read again. What that gave is shown by a second refresh. */
const shownAfterMs = 3_000;

/**
 * For a notice that something could not be read: refreshes the page when a person presses it, and by itself, so that the
 * notice goes once the cloud answers. The pauses double for a cloud that stays down. `onTry`: what else is tried each time.
 */
export function TryAgain({ onTry }: { onTry?: () => void }) {
  const t = useTranslations('common');
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);

  const refreshTwice = useCallback(
    (refresh: () => void) => {
      refresh();
      clearTimeout(later.current);
      later.current = setTimeout(() => refreshInBackground(router), shownAfterMs);
    },
    [router],
  );

  const tryNow = useEffectEvent(() => onTry?.());
  useEffect(() => {
    let pauseMs = firstMs;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      timer = setTimeout(() => {
        if (!document.hidden) {
          tryNow();
          refreshTwice(() => refreshInBackground(router));
          pauseMs = Math.min(2 * pauseMs, mostMs);
        }
        wait();
      }, pauseMs);
    };
    wait();
    return () => {
      clearTimeout(timer);
      clearTimeout(later.current);
    };
  }, [refreshTwice, router]);

  return (
    <Button
      size="small"
      pending={refreshing}
      onClick={() => {
        onTry?.();
        startTransition(() => refreshTwice(() => router.refresh()));
      }}
    >
      {t('retry')}
    </Button>
  );
}
