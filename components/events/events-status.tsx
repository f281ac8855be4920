'use client';

import { ArrowUp, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { useErrorWords } from '@/components/ui/error-note';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ErrorCode } from '@/lib/errors';
import type { Gaps } from '@/lib/readings/gaps';
import { useNewer } from './use-newer';

export type ReadingStatus = {
  doors: number;
  /** How many of them were ever read. */
  read: number;
  /** When the least recently read door was read. */
  readAt: string | null;
  gaps: Gaps;
  failed: { label: string; code: ErrorCode; readAt: string | null }[];
};

/** How fresh the rows are, what is new, and a button to read the doors now. */
export function EventsStatus({
  status,
  seen,
  clock,
  ignored,
}: {
  status: ReadingStatus;
  /** State that the rows show (`markSeen`), or null. */
  seen: string | null;
  clock: string;
  ignored: string[];
}) {
  const t = useTranslations('events');
  const newer = useNewer({ seen, clock, doorsRead: status.read, ignored });
  const come =
    newer.count > 0
      ? newer.over
        ? t('newerOver', { count: newer.count })
        : t('newer', { count: newer.count })
      : newer.doors > 0
        ? t('newerDoors', { count: newer.doors })
        : null;
  return (
    <>
      <div data-chrome className="flex items-center justify-end gap-x-3">
        <p className="text-muted text-sm max-sm:hidden">
          {status.readAt ? (
            <span key={String(status.read < status.doors)}>
              {t.rich(status.read < status.doors ? 'readSome' : 'readAt', {
                count: status.read < status.doors ? status.doors : status.doors - status.failed.length,
                read: status.read,
                time: () => <RelativeTime at={status.readAt ?? ''} />,
              })}
            </span>
          ) : status.doors > 0 && status.failed.length === 0 ? (
            t('neverRead')
          ) : null}
        </p>
        {newer.failure ? <Failure code={newer.failure} /> : null}
        <Button icon={RotateCw} brief title={t('refresh')} pending={newer.busy} onClick={newer.refresh}>
          {newer.busy ? t('refreshing') : t('refresh')}
        </Button>
      </div>
      <div aria-live="polite" className="contents">
        {come !== null && seen !== null ? (
          <div className="fixed inset-x-0 bottom-6 z-20 flex justify-center pointer-events-none max-md:bottom-20">
            <Button
              tone="primary"
              icon={ArrowUp}
              className="pointer-events-auto rounded-full shadow-overlay"
              pending={newer.busy}
              onClick={newer.show}
            >
              {come}
            </Button>
          </div>
        ) : null}
      </div>
    </>
  );
}

function Failure({ code }: { code: ErrorCode }) {
  return (
    <p role="alert" className="text-bad text-sm">
      {useErrorWords(code).title}
    </p>
  );
}
