'use client';

import { useFieldError } from '@/components/ui/field';

/** What is wrong with several switches together. */
export function GrantsFault({ error }: { error: string }) {
  return (
    <p role="alert" tabIndex={-1} data-fault className="text-bad text-sm">
      {useFieldError(error)}
    </p>
  );
}
