'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { Button } from './button';
import { Notice } from './notice';
import { RelativeTime } from './relative-time';

/** Says since when data is only the last known, and offers to read again. The page's notice says why. */
export function StaleNotice({ readAt, className }: { readAt: string | null; className?: string }) {
  const t = useTranslations('common');
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  return (
    <Notice
      tone="warn"
      className={className}
      action={
        <Button size="small" pending={refreshing} onClick={() => startTransition(() => router.refresh())}>
          {t('retry')}
        </Button>
      }
    >
      {t.rich('lastKnown', { time: () => (readAt ? <RelativeTime at={readAt} /> : t('never')) })}
    </Notice>
  );
}
