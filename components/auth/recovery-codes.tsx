'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** Shown once, after they were made. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const t = useTranslations('auth.recoveryCodes');
  const [copied, setCopied] = useState(false);
  return (
    <div className="grid gap-3">
      <Notice tone="warn" title={t('title')}>
        {t('text')}
      </Notice>
      <ul className="grid select-all gap-1 rounded-md bg-sunken p-3 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Button
        className="justify-self-start"
        onClick={() => navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}
      >
        {copied ? t('copied') : t('copy')}
      </Button>
    </div>
  );
}
