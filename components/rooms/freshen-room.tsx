'use client';

import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState, useTransition } from 'react';
import { fetchInBackground, refreshInBackground } from '@/components/auth/fetch-in-background';
import { Button } from '@/components/ui/button';
import { useErrorWords } from '@/components/ui/error-note';
import { RelativeTime } from '@/components/ui/relative-time';
import { Spinner } from '@/components/ui/spinner';
import type { ErrorCode } from '@/lib/errors';
import { readAnswer } from '@/lib/http/read-answer';

type What = 'facts' | 'events';
type Props = {
  gid: string;
  channel: number;
  /** When the oldest shown value was read. null: one was never read. */
  readAt: string | null;
  /** The page says that something could not be read. */
  failed: boolean;
};

/** Pause before the first attempt of a page that says so. It doubles with each, for a cloud that stays down. */
const retryMs = 20_000;
const mostRetryMs = 5 * 60_000;

/**
 * Reads a room from the cloud when its page opens, or on request. The page shows the last known state first, and
 * refreshes when answers arrive. After a failure, tries again until the cloud answers.
 */
export function FreshenRoom({ gid, channel, readAt, failed }: Props) {
  const t = useTranslations('rooms.fresh');
  const router = useRouter();
  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [drawing, startTransition] = useTransition();
  const left = useRef<AbortController>(null);
  const saysFailure = useRef(failed);
  useEffect(() => {
    saysFailure.current = failed;
  }, [failed]);

  const read = useCallback(
    async (what: What, anyway: boolean, signal: AbortSignal) => {
      const query = new URLSearchParams({ gid, channel: String(channel), what, anyway: anyway ? '1' : '0' });
      const { read, code } = await askServer(`/api/readings/room?${query}`, { signal, background: !anyway });
      if (signal.aborted) return;
      if (what === 'facts') setFailure(code);
      // What the page calls failed may have been read since by another page or by the server itself.
      if (read || saysFailure.current) startTransition(() => refreshInBackground(router));
    },
    [gid, channel, router],
  );

  const readAll = useCallback(
    async (anyway: boolean) => {
      left.current?.abort();
      const controller = new AbortController();
      left.current = controller;
      setReading(true);
      await Promise.all([
        read('facts', anyway, controller.signal),
        read('events', anyway, controller.signal),
      ]);
      if (!controller.signal.aborted) setReading(false);
    },
    [read],
  );

  useEffect(() => {
    void readAll(false);
    return () => left.current?.abort();
  }, [readAll]);

  const busy = reading || drawing;
  const retries = useRef(0);
  useEffect(() => {
    if (!failed) retries.current = 0;
    if (!failed || busy) return;
    const timer = setInterval(
      () => {
        if (document.hidden) return;
        retries.current += 1;
        void readAll(false);
      },
      Math.min(retryMs * 2 ** retries.current, mostRetryMs),
    );
    return () => clearInterval(timer);
  }, [failed, busy, readAll]);

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span role="status" className="flex items-center gap-2 text-muted text-sm">
        {reading ? (
          <>
            <Spinner />
            <span>{t('reading')}</span>
          </>
        ) : failure ? (
          <Failure code={failure} />
        ) : readAt ? (
          <span>{t.rich('read', { time: () => <RelativeTime key="at" at={readAt} /> })}</span>
        ) : (
          t('never')
        )}
      </span>
      <Button size="small" icon={RotateCw} pending={busy} onClick={() => readAll(true)}>
        {t('again')}
      </Button>
    </div>
  );
}

function Failure({ code }: { code: ErrorCode }) {
  const t = useTranslations('rooms.fresh');
  const { title } = useErrorWords(code);
  return (
    <span className="text-bad">
      {t('failed')}: {title}
    </span>
  );
}

/** `code` is our own server's error. The page shows the cloud's errors next to each value. */
async function askServer(
  address: string,
  { signal, background }: { signal: AbortSignal; background: boolean },
): Promise<{ read: boolean; code: ErrorCode | null }> {
  const answer = await readAnswer<{ read: boolean }>(
    background ? fetchInBackground(address, signal) : fetch(address, { signal }),
  );
  return answer.ok ? { read: answer.body.read, code: null } : { read: false, code: answer.code };
}
