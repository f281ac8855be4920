'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';

const formats = [
  ['xlsx', 'rejectedXlsx'],
  ['csv', 'rejectedCsv'],
] as const;

/** Downloads the unusable rows, to correct and import them. */
export function RejectedRows({ onTake }: { onTake: (format: 'xlsx' | 'csv') => Promise<boolean> }) {
  const t = useTranslations('people.import');
  const [pending, setPending] = useState<'xlsx' | 'csv' | null>(null);
  async function take(format: 'xlsx' | 'csv') {
    setPending(format);
    if (!(await onTake(format))) toast(t('rejectedFailed'), { tone: 'bad' });
    setPending(null);
  }
  return (
    <p className="mt-3 flex flex-wrap items-center gap-2 text-muted text-sm">
      <span>{t('rejected')}</span>
      {formats.map(([format, words]) => (
        <Button
          key={format}
          size="small"
          icon={Download}
          pending={pending === format}
          onClick={() => void take(format)}
        >
          {t(words)}
        </Button>
      ))}
    </p>
  );
}
