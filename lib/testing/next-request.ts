import { createTranslator } from 'next-intl';
import { isInsideNext, type RequestFacts, readRequest } from '../auth/request';
import { messages } from '../i18n/messages/en/messages';

/** Of `asRequest`. As in Next, there is none outside a request. */
async function requestOfTest(): Promise<RequestFacts> {
  if (isInsideNext()) throw new Error('outside a request');
  return readRequest();
}

/** For handlers that ask Next for cookies and words: tests run without Next. Give it to `vi.mock`. */
export const nextHeaders = {
  cookies: async () => {
    const { cookie } = await requestOfTest();
    return {
      get: (name: string) => {
        const value = cookie(name);
        return value === undefined ? undefined : { name, value };
      },
    };
  },
  headers: async () => (await requestOfTest()).headers,
};

/** The English words, as the messages have them. */
export const nextIntlServer = {
  getLocale: async () => 'en' as const,
  getTranslations: async (asked?: string | { namespace?: string }) => {
    const namespace = typeof asked === 'string' ? asked : asked?.namespace;
    // A name of a test's choice: its type is not worked out.
    const given = namespace === undefined ? {} : { namespace: namespace as 'common' };
    return createTranslator({ locale: 'en', messages, ...given });
  },
};
