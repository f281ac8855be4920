import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { databaseDate } from '@/lib/db/clock';
import { chooseLocale } from './choose-locale';
import { compiledMessages } from './compiled-messages';
import { formats } from './formats';
import { readPreferences } from './preferences/data';
import { preferenceCookies } from './preferences/names';

/** The address holds no language, because people share addresses. */
export default getRequestConfig(async ({ locale: asked }) => {
  const chosen = (await cookies()).get(preferenceCookies.locale)?.value;
  // Asked for: a text for a person of another language.
  const locale = asked ?? chooseLocale(chosen, (await headers()).get('accept-language'));
  const { ownZone } = await readPreferences();
  return {
    locale,
    messages: await compiledMessages(locale),
    formats,
    timeZone: ownZone,
    // One "now" per request, sent to the browser too, so that relative times hydrate without a mismatch.
    now: databaseDate(),
  };
});
