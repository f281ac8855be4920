'use client';

import { useTranslations } from 'next-intl';
import { eventTypeKey } from '@/lib/archive/events/labels';
import type { VisitRow } from '@/lib/archive/events/visit-rows';
import { eventTypeIcons, useEventTypeWords } from './event-type';

export function VisitType({ row }: { row: VisitRow }) {
  const t = useTranslations('visits');
  const words = useEventTypeWords();
  const steps = [row, ...(row.visit ?? [])].reverse();
  return (
    <span className="inline-flex max-w-full items-center gap-1.5 align-middle">
      <span className="sr-only">{steps.map(({ type }) => words(type)).join(' → ')}</span>
      {steps.map(({ id, type }, at) => {
        const Icon = eventTypeIcons[eventTypeKey(type)];
        // A phone has room for one picture and the words.
        const narrow = at < steps.length - 1 ? 'max-[27rem]:hidden' : '';
        return <Icon key={id} aria-hidden className={`size-4 shrink-0 text-muted ${narrow}`} />;
      })}
      <span className="truncate">{t('short', { seconds: secondsOf(row) })}</span>
    </span>
  );
}

function secondsOf(row: VisitRow): number {
  const call = row.visit?.at(-1);
  return Math.round((Date.parse(row.at ?? '') - Date.parse(call?.at ?? '')) / 1_000) || 0;
}
