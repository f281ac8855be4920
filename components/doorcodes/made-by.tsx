'use client';

import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useContext } from 'react';

const MadeBy = createContext<{ words: string; sole: string | null } | null>(null);

/**
 * The words of `describeMakers`, for all pages: the cloud lists to each account only the doorcodes that it made. `sole`: the
 * only account, where a member works through it.
 */
export function MadeByProvider({
  words,
  sole,
  children,
}: {
  words: string;
  sole: string | null;
  children: ReactNode;
}) {
  return <MadeBy value={{ words, sole }}>{children}</MadeBy>;
}

export function useMadeBy(): string {
  const t = useTranslations('table.codes');
  return useContext(MadeBy)?.words ?? t('madeBy');
}

export function useSoleMaker(): string | null {
  return useContext(MadeBy)?.sole ?? null;
}
