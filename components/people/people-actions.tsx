'use client';

import { FileUp, UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { NewEntryButton } from '@/components/list-page/new-entry';
import { ButtonLink } from '@/components/ui/button-link';

/** The two ways to fill the register. */
export function PeopleActions({ addFirst = false }: { addFirst?: boolean }) {
  const t = useTranslations('people');
  const add = <NewEntryButton icon={UserPlus}>{t('add')}</NewEntryButton>;
  return (
    <>
      {addFirst ? add : null}
      <ButtonLink icon={FileUp} href="/people/import">
        {t('importList')}
      </ButtonLink>
      {addFirst ? null : add}
    </>
  );
}
