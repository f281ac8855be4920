'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import type { ErrorCode } from '@/lib/errors';
import { Button } from './button';
import { useErrorWords } from './error-note';

/** Replaces data that could not be read. Without `onRetry`, the button refreshes the page. */
export function ErrorPanel({
  code,
  onRetry,
  pending = false,
}: {
  code: ErrorCode;
  onRetry?: () => void;
  pending?: boolean;
}) {
  const t = useTranslations('common');
  const { title, text } = useErrorWords(code);
  const router = useRouter();
  const [refreshing, startTransition] = useTransition();
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-10 text-center">
      <CircleAlert aria-hidden className="mb-3 size-6 text-bad" strokeWidth={1.75} />
      <p className="font-medium">{title}</p>
      <p className="mt-1 max-w-md text-balance text-muted">{text}</p>
      <Button
        icon={RotateCw}
        className="mt-4"
        pending={pending || refreshing}
        onClick={onRetry ?? (() => startTransition(() => router.refresh()))}
      >
        {t('retry')}
      </Button>
    </div>
  );
}
