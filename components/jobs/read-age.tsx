'use client';

import { useTranslations } from 'next-intl';
import { useErrorWords } from '@/components/ui/error-note';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tooltip } from '@/components/ui/tooltip';
import type { ErrorCode } from '@/lib/errors';
import { isOld } from '@/lib/readings/age';

/** The age of a value, and the reason if it could not be read again. */
export function ReadAge({
  readAt,
  state = 'ok',
  code,
}: {
  readAt: string | null;
  state?: 'ok' | 'refused' | 'failed' | 'unread';
  code?: ErrorCode | null | undefined;
}) {
  const t = useTranslations('jobs.facts');
  const words = useErrorWords(code ?? 'unexpected');
  if (readAt && state === 'ok') {
    return isOld(readAt) ? (
      <span className="text-warn sm:[td_&]:whitespace-normal sm:[td_&]:text-xs sm:[td_&]:leading-4">
        {t.rich('old', { time: () => <RelativeTime key="at" at={readAt} /> })}
      </span>
    ) : (
      <RelativeTime at={readAt} />
    );
  }
  const text = readAt ? (
    <span key="lastKnown">{t.rich('lastKnown', { time: () => <RelativeTime key="at" at={readAt} /> })}</span>
  ) : (
    t(state === 'ok' ? 'unread' : state)
  );
  // Table columns are too narrow for one line.
  const look = 'text-muted sm:[td_&]:whitespace-normal sm:[td_&]:text-xs sm:[td_&]:leading-4';
  if (!code) return <span className={look}>{text}</span>;
  return (
    <Tooltip text={() => words.both} className={look}>
      <span>{text}</span>
    </Tooltip>
  );
}
