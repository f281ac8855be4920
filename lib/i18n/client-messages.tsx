import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { AddedMessages } from './added-messages';
import type { Namespace } from './app-config';
import type { Messages } from './messages/en/messages';

const everywhere: Namespace[] = ['common', 'errors', 'shell'];

export async function RootMessages({ children }: { children: ReactNode }) {
  return (
    <NextIntlClientProvider messages={{}}>
      <AddedMessages messages={await pick(everywhere)}>{children}</AddedMessages>
    </NextIntlClientProvider>
  );
}

/** Only the namespaces in `use`: all messages of the interface would be larger than the page. */
export async function ClientMessages({ use, children }: { use: Namespace[]; children: ReactNode }) {
  return <AddedMessages messages={await pick(use)}>{children}</AddedMessages>;
}

async function pick(names: readonly Namespace[]): Promise<Partial<Messages>> {
  const all = await getMessages();
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
