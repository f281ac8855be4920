'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { NewEntryButton } from '@/components/list-page/new-entry';

export function HandOutButton() {
  const t = useTranslations('keys');
  return <NewEntryButton icon={KeyRound}>{t('handOut')}</NewEntryButton>;
}
