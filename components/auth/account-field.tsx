'use client';

import type { ComponentProps } from 'react';
import { TextField } from '@/components/ui/text-field';

/** A name to sign in with, as typed. Phones must not correct or capitalise it. */
export function AccountField(given: ComponentProps<typeof TextField>) {
  return (
    <TextField
      name="account"
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={254}
      required
      {...given}
    />
  );
}
