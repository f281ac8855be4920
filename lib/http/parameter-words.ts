import { readRequest } from '@/lib/auth/request';
import { chooseLocale } from '@/lib/i18n/choose-locale';
import { type Locale, preferenceCookies } from '@/lib/i18n/preferences/names';

const load: Record<Locale, () => Promise<string>> = {
  en: async () => (await import('@/lib/i18n/messages/en/table')).table.unread.refused,
  zh: async () => (await import('@/lib/i18n/messages/zh/table')).table.unread.refused,
};

/** Why an address is refused, in the person's language. From the message files, because handlers also run without Next. */
export async function describeParameters(names: readonly string[]): Promise<string> {
  const { headers, cookie } = await readRequest();
  const locale = chooseLocale(cookie(preferenceCookies.locale), headers.get('accept-language'));
  return (await load[locale]()).replace('{names}', () => names.join(', '));
}
