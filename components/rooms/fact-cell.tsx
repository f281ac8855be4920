'use client';

import { TriangleAlert } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useErrorWords } from '@/components/ui/error-note';
import { Tooltip } from '@/components/ui/tooltip';
import { isOld } from '@/lib/readings/age';
import { isWhole, type RoomFact } from '@/lib/rooms/facts';

/** Shows a value, or why there is none, and marks a value that could not be read again. */
export function FactCell<T>({ fact, children }: { fact: RoomFact<T>; children: (value: T) => ReactNode }) {
  const t = useTranslations('rooms.facts');
  if (fact.state === 'hidden') {
    return (
      <Tooltip text={() => t('hidden')}>
        <span className="text-faint">—</span>
      </Tooltip>
    );
  }
  if (!isWhole(fact)) return <Unknown fact={fact} />;
  if (fact.state === 'ok' && !isOld(fact.readAt)) return children(fact.value);
  return (
    <span className="inline-flex max-w-full items-center gap-1.5">
      <span className="min-w-0 truncate text-muted">{children(fact.value)}</span>
      <StaleSign fact={fact} />
    </span>
  );
}

function Unknown({ fact }: { fact: RoomFact<unknown> }) {
  const t = useTranslations('rooms.facts');
  const words = useErrorWords(fact.code ?? 'unexpected');
  const text = t(fact.state === 'failed' || fact.state === 'refused' ? fact.state : 'unread');
  if (fact.state === 'unread' || !fact.code) return <span className="text-muted">{text}</span>;
  const why = fact.state === 'refused' ? t('refusedHint') : '';
  return (
    <Tooltip text={() => `${why} ${words.title}.`.trim()}>
      <span className="text-muted">{text}</span>
    </Tooltip>
  );
}

function StaleSign({ fact }: { fact: RoomFact<unknown> }) {
  const t = useTranslations('rooms.facts');
  const common = useTranslations('common');
  const format = useFormatter();
  const words = useErrorWords(fact.code ?? 'unexpected');
  const time = fact.readAt ? format.dateTime(new Date(fact.readAt), 'moment') : common('never');
  const text = fact.code ? t('lastKnown', { time, reason: words.title }) : t('old', { time });
  return (
    <Tooltip text={() => text} className="shrink-0">
      <TriangleAlert aria-hidden className="size-3.5 text-warn" />
      <span className="sr-only">{text}</span>
    </Tooltip>
  );
}
