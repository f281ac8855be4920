import { getTranslations } from 'next-intl/server';
import type { ComponentProps } from 'react';
import { Part } from '@/components/overview/part';
import { Patterns } from './patterns';

export async function PatternsSection(props: ComponentProps<typeof Patterns>) {
  const t = await getTranslations('events');
  return (
    <section aria-label={t('patterns')} data-chrome className="mb-3">
      <Part skeleton={<div aria-busy className="h-72 rounded-lg border border-line bg-surface" />}>
        {() => Patterns(props)}
      </Part>
    </section>
  );
}
