import { NextIntlClientProvider } from 'next-intl';
import { getLocale } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AddedMessages } from './added-messages';
import type { Namespace } from './app-config';
import { compiledMessages } from './compiled-messages';
import type { Locale } from './preferences/names';

const everywhere: Namespace[] = ['common', 'errors', 'shell'];

export async function RootMessages({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={{}}>
      <AddedMessages messages={await readText(everywhere)}>{children}</AddedMessages>
    </NextIntlClientProvider>
  );
}

/** Only the namespaces in `use`: all messages of the interface would be larger than the page. */
export async function ClientMessages({ use, children }: { use: Namespace[]; children: ReactNode }) {
  return <AddedMessages messages={await readText(use)}>{children}</AddedMessages>;
}

const texts = new Map<string, string>();

/**
 * As JSON. React writes a string at once, and reads it at once, but takes apart an object of 1,400 values: 3 ms of a
 * page of 20.
 */
async function readText(names: readonly Namespace[]): Promise<string> {
  const locale: Locale = await getLocale();
  const key = [locale, ...names].join();
  const known = texts.get(key);
  if (known !== undefined) return known;
  const all = await compiledMessages(locale);
  const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, all[name]])));
  texts.set(key, text);
  return text;
}
