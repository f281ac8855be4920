'use client';

import { useTranslations } from 'next-intl';
import { SafeText } from '@/components/ui/safe-text';
import type { KeyRow } from '@/lib/registers/keys/data';

/** A key's number, else its label, else its kind. */
export function KeyName({ row }: { row: Pick<KeyRow, 'kind' | 'number' | 'label'> }) {
  const t = useTranslations('keys.kinds');
  if (row.number === '')
    return row.label === '' ? <span>{t(row.kind)}</span> : <SafeText>{row.label}</SafeText>;
  return (
    <span className="tabular">
      <SafeText>{row.number}</SafeText>
      {row.label ? (
        <span className="ml-2 font-normal text-muted">
          <SafeText>{row.label}</SafeText>
        </span>
      ) : null}
    </span>
  );
}

/** The same as text, for names of rows and buttons. */
export function useKeyLabel(): (row: KeyRow) => string {
  const t = useTranslations('keys');
  return (row) =>
    t('rowLabel', {
      kind: t(`kinds.${row.kind}`),
      name: [row.number, row.label].filter(Boolean).join(' '),
      holder: row.holder,
    });
}
