import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import type { Namespace } from './app-config';

const everywhere: Namespace[] = ['common', 'errors', 'shell', 'table'];

/**
 * Hands the browser the words of the namespaces named, and those that every page of the desk needs. Not all of them:
 * two languages' worth of a large interface in each page would weigh more than the page.
 */
export async function ClientMessages({ use, children }: { use: Namespace[]; children: ReactNode }) {
  const all = await getMessages();
  const picked = Object.fromEntries([...new Set([...everywhere, ...use])].map((name) => [name, all[name]]));
  return <NextIntlClientProvider messages={picked}>{children}</NextIntlClientProvider>;
}
