'use client';

import { useTranslations } from 'next-intl';
import type { KeptField } from './stored-typing';

export function KeptFields({ fields }: { fields: KeptField[] }) {
  const t = useTranslations('shell.crash');
  const typed = fields.filter(({ words }) => words !== '');
  if (typed.length === 0) return null;
  return (
    <section className="mt-6 w-full text-left">
      <h2 className="font-medium">{t('typed')}</h2>
      <p className="mb-2 text-muted text-sm">{t('typedText')}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {typed.map(({ key, label, words }) => (
          <div key={key} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 select-all whitespace-pre-wrap break-words">{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
