'use client';

import { useTranslations } from 'next-intl';
import { TryAgain } from '@/components/jobs/try-again';
import { useErrorWords } from '@/components/ui/error-note';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { ReadingStatus } from './events-status';

/** Which doors could not be read, and why. */
export function FailedDoorsNotice({ status }: { status: ReadingStatus }) {
  const t = useTranslations('events');
  return (
    <Notice tone="warn" className="mb-3" action={<TryAgain />}>
      <p>{t('someFailed', { failed: status.failed.length, count: status.doors })}</p>
      <details className="mt-1">
        <summary className="cursor-pointer font-medium text-sm">{t('failedDoors')}</summary>
        <ul className="mt-1 grid gap-0.5 text-sm">
          {status.failed.map((door) => (
            <FailedDoor key={door.label} {...door} />
          ))}
        </ul>
      </details>
    </Notice>
  );
}

function FailedDoor({ label, code, readAt }: ReadingStatus['failed'][number]) {
  const t = useTranslations('events');
  const common = useTranslations('common');
  const { title } = useErrorWords(code);
  return (
    <li>
      {t.rich('failedDoor', { door: () => <SafeText>{label}</SafeText>, reason: title })}{' '}
      <span className="text-muted">{readAt ? <RelativeTime at={readAt} /> : common('never')}</span>
    </li>
  );
}
