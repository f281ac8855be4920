'use client';

import { CircleAlert, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { KeptFields } from './kept-fields';
import { type KeptField, takeKept } from './kept-typing';

/**
 * A page that could not be drawn: what that means, what had been typed, a retry, and the reference under which the server
 * logged it. It may have broken while an answer was on its way: it is not known here what became of what was sent.
 */
export function Crash({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  const t = useTranslations();
  const heading = useRef<HTMLHeadingElement>(null);
  // The page that held the focus is gone; without this a screen reader says nothing at all.
  useEffect(() => heading.current?.focus(), []);
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
