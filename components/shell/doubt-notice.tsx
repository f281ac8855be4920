'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { fetchInBackground } from '@/components/auth/fetch-in-background';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Doubt } from '@/lib/auth/scope';

/** A layout is not drawn again when a person goes from page to page, so the notice asks by itself, this often at most. */
const askEveryMs = 15_000;

/** Says on every page that the cloud refused the account's password, or lists no door any more, and what that means. */
export function DoubtNotice({ initial }: { initial: Doubt | null }) {
  const t = useTranslations('shell.doubt');
  const router = useRouter();
  const pathname = usePathname();
  const [doubt, setDoubt] = useState(initial);
  const isShown = doubt !== null;
  const askedAt = useRef(0);
  const drawnFor = useRef(pathname);

  useEffect(() => setDoubt(initial), [initial]);

  const ask = useCallback(
    async (signal: AbortSignal) => {
      if (document.hidden || Date.now() - askedAt.current < askEveryMs) return;
      askedAt.current = Date.now();
      const found = await askForDoubt(signal);
      if (signal.aborted || found === undefined) return;
      // The sign-in page says why the session has ended.
      if (found === 'signed-out') return isShown ? window.location.reload() : undefined;
      setDoubt(found);
      // What rested meanwhile is read again.
      if (isShown && found === null) router.refresh();
    },
    [isShown, router],
  );

  useEffect(() => {
    // The first page came with the layout's own answer.
    if (drawnFor.current === pathname) return;
    drawnFor.current = pathname;
    const gone = new AbortController();
    void ask(gone.signal);
    return () => gone.abort();
  }, [pathname, ask]);

  useEffect(() => {
    if (!isShown) return;
    const gone = new AbortController();
    const timer = setInterval(() => void ask(gone.signal), askEveryMs);
    return () => {
      gone.abort();
      clearInterval(timer);
    };
  }, [isShown, ask]);

  if (!doubt) return null;
  const { since, nextCheckAt, emptyList } = doubt;
  if (emptyList)
    return (
      <Notice
        tone="warn"
        className="mb-4"
        title={t.rich('emptyTitle', { time: () => <RelativeTime at={since} /> })}
      >
        {t('emptyText')}
      </Notice>
    );
  return (
    <Notice tone="warn" className="mb-4" title={t.rich('title', { time: () => <RelativeTime at={since} /> })}>
      <p>{t('text')}</p>
      {nextCheckAt ? <p>{t.rich('next', { time: () => <RelativeTime at={nextCheckAt} /> })}</p> : null}
      <p className="mt-1">
        {/* Not the router's link: the sign-in page has another layout, and a new session wants fresh pages. */}
        <a className="font-medium underline" href={`/login?from=${encodeURIComponent(pathname)}`}>
          {t('signIn')}
        </a>
      </p>
    </Notice>
  );
}

/** Undefined: Doordesk gave no answer that says anything. */
async function askForDoubt(signal: AbortSignal): Promise<Doubt | null | 'signed-out' | undefined> {
  try {
    const response = await fetchInBackground('/api/doubt', signal);
    if (response.status === 401) return 'signed-out';
    if (!response.ok) return undefined;
    const { doubt } = (await response.json()) as { doubt: Doubt | null };
    return doubt;
  } catch {
    return undefined;
  }
}
