'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { Button } from './button';
import { useErrorWords } from './error-note';
import { Notice } from './notice';
import { RelativeTime } from './relative-time';

/** Says since when and why data is only the last known, and offers to read again. */
export function StaleNotice({
  readAt,
  code,
  className,
}: {
  readAt: string | null;
  code?: ErrorCode | undefined;
  className?: string;
}) {
  const t = useTranslations('common');
  const words = useErrorWords(code ?? 'unexpected');
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  return (
    <Notice
      tone="warn"
      className={className}
      title={code ? words.title : undefined}
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
