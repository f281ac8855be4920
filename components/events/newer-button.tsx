'use client';

import { ArrowUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import type { NewerAnswer } from '@/lib/archive/events/newer-events';
import { useFollowNewer } from './use-follow-newer';

/** Counts new events. Rows move only when the reader asks, except in an empty list. Needs the texts of `newer`. */
export function NewerButton({ seen, room }: { seen: string | null; room?: string }) {
  const t = useTranslations('newer');
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [known, setKnown] = useState<{ for: string | null; answer: NewerAnswer } | null>(null);
  const filter = new URLSearchParams({
    ...(room ? { room } : {}),
    ...(seen ? { seen } : {}),
  });
  const show = () => startTransition(() => router.refresh());
  useFollowNewer(filter.toString(), (answer) => {
    setKnown({ for: seen, answer });
    if (seen === null && answer.count > 0) show();
  });
  const { count = 0, over = false } = known?.for === seen ? known.answer : {};
  return (
    <span aria-live="polite">
      {count > 0 && seen !== null ? (
        <Button size="small" icon={ArrowUp} title={t('hint')} pending={pending} onClick={show}>
          {t(over ? 'over' : 'come', { count })}
        </Button>
      ) : null}
    </span>
  );
}
