import type { Messages } from '@/lib/i18n/messages/en/messages';
import type { Texts } from '@/lib/i18n/messages/texts';
import type { Locale } from '@/lib/i18n/preferences/names';
import type { ExportWords } from './export-rows';

const load: Record<Locale, () => Promise<Texts<Messages['events']>>> = {
  en: async () => (await import('@/lib/i18n/messages/en/events')).events,
  zh: async () => (await import('@/lib/i18n/messages/zh/events')).events,
};

/** Read from the messages themselves, because a scheduled export has no request. */
export async function exportWords(locale: Locale): Promise<ExportWords & { name: string }> {
  const { types, export: words } = await load[locale]();
  return {
    name: words.name,
    title: (key) => words.titles[key],
    type: (key, number) => (key === 'other' ? types.other.replace('{number}', String(number)) : types[key]),
    attribution: (key) => words.attributions[key],
    fit: (key) => words.fits[key],
  };
}
