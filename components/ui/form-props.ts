'use client';

import type { FormEvent } from 'react';

/**
 * Props of a form that `send` sends. `onSubmit` keeps the typed text when the answer is no. `action` lets React
 * replay a form sent before hydration, but resets its fields afterwards.
 */
export function formProps(send: (fields: FormData) => Promise<void>) {
  return {
    action: send,
    onSubmit: (event: FormEvent<HTMLFormElement>) => {
      event.preventDefault();
      void send(new FormData(event.currentTarget));
    },
  };
}
