'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext } from 'react';

const MadeBy = createContext<string | null>(null);

/** The words of `describeMakers`, for all pages: the cloud lists to each account only the doorcodes that it made. */
export function MadeByProvider({ words, children }: { words: string; children: ReactNode }) {
  return <MadeBy value={words}>{children}</MadeBy>;
}

export function useMadeBy(): string {
  const t = useTranslations('table.codes');
  return useContext(MadeBy) ?? t('madeBy');
}
