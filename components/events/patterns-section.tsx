import { cookies } from 'next/headers';
import { getTranslations } from 'next-intl/server';
import type { ComponentProps } from 'react';
import { Part } from '@/components/overview/part';
import { Patterns } from './patterns';
import { PatternsSwitch } from './patterns-switch';

const patternsCookie = 'doordesk-patterns';

export async function PatternsSection(props: ComponentProps<typeof Patterns>) {
  const t = await getTranslations('patterns');
  const open = (await cookies()).get(patternsCookie)?.value === '1';
  return (
    <section aria-label={t('title')} data-chrome className="mb-3 grid gap-3">
      <div>
        <PatternsSwitch open={open} label={t(open ? 'hide' : 'show')} cookie={patternsCookie} />
      </div>
      {open ? (
        <Part skeleton={<div aria-busy className="h-72 rounded-lg border border-line bg-surface" />}>
          {() => Patterns(props)}
        </Part>
      ) : null}
    </section>
  );
}
