'use client';

import { useTranslations } from 'next-intl';
import { Code } from '@/components/ui/code';
import { Tooltip } from '@/components/ui/tooltip';
import type { DoorcodeRow } from '@/lib/doorcodes/data';

/** A code's digits, or why there are none. */
export function DoorcodeDigits({
  row,
  size,
}: {
  row: Pick<DoorcodeRow, 'digits' | 'digitsDamaged' | 'digitsHidden'>;
  size?: 'normal' | 'large';
}) {
  const t = useTranslations('doorcodes');
  if (row.digits !== null) return <Code value={row.digits} {...(size ? { size } : {})} />;
  const why = row.digitsHidden ? 'digitsHidden' : row.digitsDamaged ? 'digitsDamaged' : 'digitsRemoved';
  return (
    <Tooltip text={() => t(`${why}.text`)}>
      <span className={row.digitsDamaged ? 'text-bad' : 'text-muted'}>{t(`${why}.title`)}</span>
    </Tooltip>
  );
}
