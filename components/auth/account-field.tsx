'use client';

import { TextField } from '@/components/ui/text-field';

/** The vendor's account, as typed. Phones must not correct or capitalise it. */
export function AccountField(given: {
  label: string;
  description?: string;
  defaultValue: string;
  inputMode?: 'email';
  error: string | undefined;
}) {
  return (
    <TextField
      {...given}
      name="account"
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={254}
      required
    />
  );
}
