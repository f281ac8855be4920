'use client';

import { useTranslations } from 'next-intl';
import { Code } from '@/components/ui/code';
import { Tooltip } from '@/components/ui/tooltip';

/** A code's digits, or that they were removed. */
export function DoorcodeDigits({ digits, size }: { digits: string | null; size?: 'normal' | 'large' }) {
  const t = useTranslations('doorcodes');
  if (digits !== null) return <Code value={digits} {...(size ? { size } : {})} />;
  return (
    <Tooltip text={() => t('digitsRemoved.text')}>
      <span className="text-muted">{t('digitsRemoved.title')}</span>
    </Tooltip>
  );
}
