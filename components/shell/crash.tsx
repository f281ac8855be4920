'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { KeptFields } from './kept-fields';
import { takeKept } from './kept-typing';
import type { KeptField } from './stored-typing';

/**
 * A page that failed to render: what was typed, a retry, and the reference in the server's log. An answer may have
 * been on its way, so the outcome of a sent form is not known.
 */
export function Crash({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  const t = useTranslations();
  const heading = useRef<HTMLHeadingElement>(null);
  // The focused page is gone. Without this a screen reader says nothing.
  useEffect(() => {
    heading.current?.focus();
  }, []);
  const [kept, setKept] = useState<KeptField[]>([]);
  useEffect(() => setKept(takeKept()), []);
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-24 text-center">
      <CircleAlert aria-hidden className="mb-4 size-7 text-bad" strokeWidth={1.5} />
      <h1 ref={heading} tabIndex={-1} className="text-lg outline-none">
        {t('shell.crash.title')}
      </h1>
      <p className="mt-2 text-balance text-muted">{t('shell.crash.text')}</p>
      <Button tone="primary" icon={RotateCw} className="mt-5" onClick={retry}>
        {t('common.retry')}
      </Button>
      <KeptFields fields={kept} />
      {digest ? <p className="mt-5 text-faint text-xs">{t('shell.crash.reference', { digest })}</p> : null}
    </div>
  );
}
