'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { ErrorCode } from '@/lib/errors';

/** An error next to the list. The list itself is complete, so this is only a line. */
export function SummaryFailed({
  text,
  code,
  onRetry,
}: {
  text: string;
  code: ErrorCode;
  onRetry: () => void;
}) {
  const t = useTranslations('events.summary');
  const words = useTranslations('errors.codes');
  const reason = words.has(`${code}.title`) ? words(`${code}.title`) : words('unexpected.title');
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 text-muted text-sm">
      <p>
        {text} {reason}
      </p>
      <Button size="small" onClick={onRetry}>
        {t('retry')}
      </Button>
    </div>
  );
}
