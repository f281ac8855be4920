'use client';

import { useFormatter, useLocale, useNow, useTranslations } from 'next-intl';
import { momentWords, wallAsUtc, windowWords, zoneCity, zoneInOwnWords } from '@/lib/doorcodes/window-words';
import type { Lock } from '@/lib/doordeer/words';

/** A doorcode's window, clock and locks in the person's language. */
export function useWindowWords() {
  const t = useTranslations('doorcodes');
  const locale = useLocale();
  const format = useFormatter();
  const year = useNow().getUTCFullYear();

  const when = (from: string | null, to: string | null) => windowWords({ from, to }, locale, year);
  const moment = (text: string | null) => {
    const wall = wallAsUtc(text);
    return wall === null ? (text ?? '…') : momentWords(wall, locale, year);
  };
  const zone = (name: string) => {
    const own = zoneInOwnWords(name, locale);
    if (own) return own;
    const { city, text } = zoneCity(name);
    return city ? t('zoneTime', { city: text }) : text;
  };
  const locks = (list: readonly Lock[]) => format.list(lockNames(list), { type: 'conjunction' });
  /** "Opens Front gate of Harbor View, Tue 24 Nov 09:00–12:00, Shanghai time". */
  const sentence = (code: {
    locks: readonly Lock[];
    building: string;
    fromWall: string | null;
    toWall: string | null;
    zone: string;
  }) =>
    t('form.sentence', {
      locks: locks(code.locks),
      building: code.building,
      window: when(code.fromWall, code.toWall),
      zone: zone(code.zone),
    });
  return { when, moment, zone, locks, sentence };
}

/** Each name once: two doors of a building may both have a "Front gate". */
export function lockNames(locks: readonly Lock[]): string[] {
  return [...new Set(locks.map((lock) => lock.alias.trim() || lock.id))];
}
