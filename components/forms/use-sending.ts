import { useState, useTransition } from 'react';

/**
 * Like `useTransition`, but it ends with the answer. A transition stays pending until the page is read again, which can
 * take seconds, and its dialog would show the outcome with buttons that do nothing yet.
 */
export function useSending(): [sending: boolean, send: (work: () => Promise<void>) => void] {
  const [sending, setSending] = useState(false);
  // Next leaves a page by an error that only a transition hands to it.
  const [, startTransition] = useTransition();
  return [
    sending,
    (work) => {
      setSending(true);
      startTransition(() => work().finally(() => setSending(false)));
    },
  ];
}
