'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useOptimistic, useTransition } from 'react';
import { type AddressChange, changeAddress } from './table-address';

/**
 * The address is the table's state. Controls show a change at once (`params`), rows follow from the server
 * (`pending`). Twenty lines: nuqs would add 6 kB to every page.
 */
export function useTableAddress() {
  const router = useRouter();
  const pathname = usePathname();
  const actual = useSearchParams().toString();
  const [pending, startTransition] = useTransition();
  const [shown, setShown] = useOptimistic(actual);

  function change(changes: AddressChange) {
    const next = changeAddress(new URLSearchParams(shown), changes).toString();
    startTransition(() => {
      setShown(next);
      router.replace(next ? `${pathname}?${next}` : pathname, { scroll: false });
    });
  }

  function refresh() {
    startTransition(() => router.refresh());
  }

  return { params: new URLSearchParams(shown), pending, change, refresh };
}

export type TableAddress = ReturnType<typeof useTableAddress>;
