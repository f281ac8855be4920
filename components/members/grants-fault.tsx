'use client';

import { useFieldError } from '@/components/ui/field';

/** What is wrong with the switches, next to the last of them. */
export function GrantsFault({ fields }: { fields: Record<string, string> }) {
  const sentence = useFieldError(fields.grants);
  return sentence ? (
    <p role="alert" tabIndex={-1} data-fault className="text-bad text-sm">
      {sentence}
    </p>
  ) : null;
}
