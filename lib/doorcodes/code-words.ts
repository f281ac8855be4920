import type { useTranslations } from 'next-intl';
import { zoneWordsAtWall } from '@/lib/devices/time-zone';
import { documentedType, type Lock } from '@/lib/doordeer/words';
import { momentWords, wallAsUtc, windowWords } from './window-words';

export type ListedWindow = { fromWall: string | null; toWall: string | null; windowUnreadable?: boolean };

export type Language = {
  t: ReturnType<typeof useTranslations<'doorcodes'>>;
  locale: string;
  /** A date of another year names its year. */
  year: number;
};

/** What a page, a copied text or a file says of a doorcode, in one language. */
export function codeWords({ t, locale, year }: Language) {
  const when = (from: string | null, to: string | null) => windowWords({ from, to }, locale, year);
  /** A code's period, or that its dates are not readable. */
  const window = (code: ListedWindow) =>
    code.windowUnreadable ? t('windowUnreadable') : when(code.fromWall, code.toWall);
  /** One end of the period, short enough for a column. */
  const edge = (code: ListedWindow, end: 'fromWall' | 'toWall') => {
    if (code.windowUnreadable && code[end] === null) return t('windowUnreadable');
    const wall = wallAsUtc(code[end]);
    return wall === null ? (code[end] ?? '…') : momentWords(wall, locale, year, { short: true });
  };
  /** Names a type that the vendor's document does not describe; null for the usual type. */
  const type = (validType: number, length: 'short' | 'text') =>
    validType === documentedType
      ? null
      : t(`undocumented.${length}`, {
          type: typeNumber(t, validType),
        });
  const locks = (list: readonly Lock[]) =>
    new Intl.ListFormat(locale, { type: 'conjunction' }).format(lockNames(list));
  /** "Opens Front gate of Harbor View, Tue 24 Nov 09:00–12:00, Asia/Shanghai (UTC+08:00)". */
  const sentence = (
    code: {
      locks: readonly Lock[];
      building: string;
      zone: string;
    } & ListedWindow,
  ) =>
    t('form.sentence', {
      locks: locks(code.locks),
      building: code.building,
      window: window(code),
      zone: zoneWordsAtWall(code.zone, code.toWall),
    });
  return { when, window, edge, type, locks, sentence };
}

/** The vendor's number of a type, or that it is none. */
export function typeNumber(t: Language['t'], validType: number): string {
  return validType === -1 ? t('undocumented.noNumber') : String(validType);
}

/** Each name once: two doors of a building may both have a "Front gate". */
function lockNames(locks: readonly Lock[]): string[] {
  return [...new Set(locks.map((lock) => lock.alias.trim() || lock.id))];
}
