'use client';

import { useLayoutEffect } from 'react';
import { tabHeader } from '@/lib/auth/tab-header';

let shown: string | null = null;

/**
 * From now on every request of this tab to Doordesk says whose page it shows. The router sends actions and takes no header of
 * ours, so `fetch` itself adds it.
 */
export function NameTab({ owner }: { owner: string }) {
  useLayoutEffect(() => {
    if (shown === null) nameRequests();
    shown = owner;
  }, [owner]);
  return null;
}

function nameRequests(): void {
  const send = window.fetch;
  window.fetch = (to, init) => {
    if (shown === null || to instanceof Request || new URL(to, location.href).origin !== location.origin)
      return send(to, init);
    const headers = new Headers(init?.headers);
    headers.set(tabHeader, shown);
    return send(to, { ...init, headers });
  };
}
