'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useSyncExternalStore } from 'react';
import { signInHref } from './sign-in-href';

/** The sign-in page's address, which leads back to this page with its query and hash, also in the page's first HTML. */
export function useSignInHref(): string {
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const hash = useSyncExternalStore(
    watchHash,
    () => window.location.hash,
    () => '',
  );
  return signInHref({ pathname, search: query && `?${query}`, hash });
}

function watchHash(changed: () => void) {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
