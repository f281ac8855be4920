import type { ErrorCode } from '@/lib/errors';
import type { Locale } from '@/lib/i18n/preferences/names';
import { isOld } from './age';
import type { Gaps, Known } from './gaps';

const load = {
  en: () =>
    Promise.all([import('@/lib/i18n/messages/en/table'), import('@/lib/i18n/messages/en/errors')] as const),
  zh: () =>
    Promise.all([import('@/lib/i18n/messages/zh/table'), import('@/lib/i18n/messages/zh/errors')] as const),
};

export type ReadingWords = {
  column: string;
  of: (reading: Known) => string;
  ofAll: (gaps: Gaps, what: 'rooms' | 'doors') => string;
  notToEnd: (text: string) => string;
  withheld: (count: number, text: string) => string;
  ofList: (list: { readAt: string | null; code: ErrorCode | null } | null) => string;
};

const DAY = 86_400_000;

/** From the message files, because a scheduled export has no request. */
export async function readingWords(locale: Locale): Promise<ReadingWords> {
  const [{ table }, { errors }] = await load[locale]();
  const words = table.reading;
  const titles: Partial<Record<ErrorCode, { title: string }>> = errors.codes;
  const fill = (text: string, values: Record<string, string | number>) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  const reason = (code: ErrorCode | null) =>
    titles[code ?? 'unexpected']?.title ?? errors.codes.unexpected.title;
  const moment = (at: string) => `${at.slice(0, 19)}Z`;
  const read = (at: string) =>
    isOld(at)
      ? fill(words.old, { at: moment(at), days: Math.floor((Date.now() - Date.parse(at)) / DAY) })
      : fill(words.read, { at: moment(at) });
  const failed = (code: ErrorCode | null, at: string | null) =>
    at
      ? fill(words.failed, { reason: reason(code), read: read(at) })
      : fill(words.failedNever, { reason: reason(code) });
  return {
    column: words.column,
    of: ({ state, code, readAt }) => {
      if (state === 'failed') return failed(code, readAt);
      if (state === 'refused') return words.refused;
      return state === 'unread' || readAt === null ? words.unread : read(readAt);
    },
    ofAll: (gaps, what) => {
      if (gaps.rooms === 0) return '';
      if (gaps.refused === gaps.rooms) return words.refused;
      const parts = [
        gaps.unread > 0
          ? fill(words.some[what], { done: gaps.rooms - gaps.unread - gaps.failed, total: gaps.rooms })
          : null,
        gaps.failed > 0 ? fill(words.someFailed, { count: gaps.failed, reason: reason(gaps.code) }) : null,
        gaps.readAt ? read(gaps.readAt) : null,
      ];
      return parts.filter((part) => part !== null).join('; ');
    },
    notToEnd: (text) => fill(words.notToEnd, { text }),
    withheld: (count, text) => fill(words.withheld, { count, text }),
    ofList: (list) => {
      if (!list) return '';
      const text = list.code
        ? failed(list.code, list.readAt)
        : list.readAt
          ? read(list.readAt)
          : words.unread;
      return fill(words.list, { text });
    },
  };
}

export function joinReadings(parts: readonly string[]): string {
  return [...new Set(parts.filter((part) => part !== ''))].join('; ');
}
