'use client';

import { NextIntlClientProvider, useLocale, useMessages } from 'next-intl';
import { type ReactNode, useMemo } from 'react';
import type { Messages } from './messages/en/messages';

/** A nested provider replaces the messages. This one adds to them. `messages`: JSON. */
export function AddedMessages({ messages, children }: { messages: string; children: ReactNode }) {
  const known = useMessages();
  const locale = useLocale();
  const all = useMemo(
    // The layout of a page writes it from messages.
    () => ({ ...known, ...(JSON.parse(messages) as Partial<Messages>) }),
    [known, messages],
  );
  return (
    <NextIntlClientProvider locale={locale} messages={all}>
      {children}
    </NextIntlClientProvider>
  );
}
