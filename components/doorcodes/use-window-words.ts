'use client';

import { useLocale, useNow, useTranslations } from 'next-intl';
import { zoneWordsAtWall } from '@/lib/devices/time-zone';
import { codeWords, type ListedWindow } from '@/lib/doorcodes/code-words';

export function useWindowWords() {
  const t = useTranslations('doorcodes');
  const common = useTranslations('common');
  const locale = useLocale();
  const year = useNow().getUTCFullYear();
  const words = codeWords({ t, locale, year });
  /** A code's period, and the zone of its times. */
  const windowInZone = (code: ListedWindow & { zone: string }) =>
    common('inZone', { time: words.window(code), zone: zoneWordsAtWall(code.zone, code.toWall) });
  return { ...words, windowInZone };
}
