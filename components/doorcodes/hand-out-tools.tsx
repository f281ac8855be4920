'use client';

import { Printer } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import { CopyText } from './copy-text';
import type { Fate } from './issued-counts';

/** Without a slow picture: the printed digits still open the door. */
const pictureWaitMs = 15_000;

const leftOut = ['waiting', 'revoked', 'unlisted', 'failed'] as const;

/** Copies or prints all confirmed codes. Says how many are left out, and why. */
export function HandOutTools({ codes, counts }: { codes: DoorcodeRow[]; counts: Record<Fate, number> }) {
  const t = useTranslations('doorcodes');
  const format = useFormatter();
  const [printing, setPrinting] = useState(false);
  if (codes.length === 0) return null;
  const reasons = leftOut.filter((fate) => counts[fate] > 0);
  const left = reasons.reduce((sum, fate) => sum + counts[fate], 0);

  async function print() {
    setPrinting(true);
    const pictures = [...document.querySelectorAll<HTMLImageElement>('main img')];
    const late = new Promise((resolve) => setTimeout(resolve, pictureWaitMs));
    await Promise.race([late, Promise.allSettled(pictures.map((picture) => picture.decode()))]);
    setPrinting(false);
    window.print();
  }

  return (
    <div data-chrome className="mb-4 flex flex-wrap items-center gap-2">
      <CopyText
        ids={codes.map(({ id }) => id)}
        label={t('issued.copyAll', { count: codes.length })}
        copied={t('issued.copied', { count: codes.length, left })}
      />
      <Button size="small" icon={Printer} pending={printing} onClick={print}>
        {t('issued.printAll', { count: codes.length })}
      </Button>
      {left > 0 ? (
        <span className="text-muted text-sm">
          {t('issued.leftOut', {
            count: left,
            reasons: format.list(reasons.map((fate) => t(`issued.reasons.${fate}`, { count: counts[fate] }))),
          })}
        </span>
      ) : null}
    </div>
  );
}
