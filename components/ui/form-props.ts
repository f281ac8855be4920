'use client';

import type { FormEvent } from 'react';

/**
 * Props of a form that `send` sends. `onSubmit` keeps what was typed when the answer is no. React replays a form that was
 * sent before hydration through `action`, and resets its fields to their default values when `send` has ended.
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
