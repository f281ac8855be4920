'use client';

import { useLocale, useNow, useTranslations } from 'next-intl';
import { codeWords } from '@/lib/doorcodes/code-words';

export function useWindowWords() {
  const t = useTranslations('doorcodes');
  const locale = useLocale();
  const year = useNow().getUTCFullYear();
  return codeWords({ t, locale, year });
}
