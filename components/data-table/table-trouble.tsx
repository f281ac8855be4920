'use client';

import { useTranslations } from 'next-intl';
import { ErrorPanel } from '@/components/ui/error-panel';
import { Notice } from '@/components/ui/notice';
import type { ErrorCode } from '@/lib/errors';
import type { TableAddress } from './use-table-address';

export function FailedRows({ code, address }: { code: ErrorCode; address: TableAddress }) {
  return <ErrorPanel code={code} onRetry={address.refresh} pending={address.pending} />;
}

export function IgnoredNote({ names }: { names: string[] }) {
  const t = useTranslations('table');
  const common = useTranslations('common');
  return (
    <Notice tone="warn" className="mb-3">
      {t('ignored', { names: names.join(common('listComma')) })}
    </Notice>
  );
}
