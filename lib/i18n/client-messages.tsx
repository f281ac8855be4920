import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AddedMessages } from './added-messages';
import type { Namespace } from './app-config';

/** Words that every page may need in the browser, signed in or not. */
const everywhere: Namespace[] = ['common', 'errors', 'shell'];

/** In the root layout, once. */
export async function RootMessages({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={{}}>
      <AddedMessages messages={await pick(everywhere)}>{children}</AddedMessages>
    </NextIntlClientProvider>
  );
}

/**
 * Hands the browser the words of the namespaces named, besides those that are there already. Not all of them: the words
 * of the whole interface in each page would weigh more than the page.
 */
export async function ClientMessages({ use, children }: { use: Namespace[]; children: ReactNode }) {
  return <AddedMessages messages={await pick(use)}>{children}</AddedMessages>;
}

const picked = new Map<string, string>();

/**
 * As JSON within one string: React walks a tree of words piece by piece each time it sends one, which took longer than
 * many a page's own content.
 */
async function pick(names: readonly Namespace[]): Promise<string> {
  const [locale, all] = await Promise.all([getLocale(), getMessages()]);
  const key = [locale, ...names].join(' ');
  const before = picked.get(key);
  if (before) return before;
  const json = JSON.stringify(Object.fromEntries(names.map((name) => [name, all[name]])));
  picked.set(key, json);
  return json;
}
