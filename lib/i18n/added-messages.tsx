'use client';

import { type AbstractIntlMessages, NextIntlClientProvider, useLocale, useMessages } from 'next-intl';
import { type ReactNode, useMemo } from 'react';

/** A provider within a provider replaces its messages; this one adds to them. `messages`: JSON, by namespace. */
export function AddedMessages({ messages, children }: { messages: string; children: ReactNode }) {
  const known = useMessages();
  const locale = useLocale();
  const all = useMemo(() => ({ ...known, ...read(messages) }), [known, messages]);
  return (
    <NextIntlClientProvider locale={locale} messages={all}>
      {children}
    </NextIntlClientProvider>
  );
}

const known = new Map<string, AbstractIntlMessages>();

/** Read once: the server draws every page of everybody with the same few texts. */
function read(messages: string): AbstractIntlMessages {
  const before = known.get(messages);
  if (before) return before;
  const tree = JSON.parse(messages) as AbstractIntlMessages;
  if (known.size < 200) known.set(messages, tree);
  return tree;
}
