'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { refreshInBackground } from '@/components/auth/fetch-in-background';

const everyMs = 3_000;
/** Most readings take less than this many refreshes. What takes longer, such as a cloud that is down, is looked at slowly. */
const quickTimes = 40;
const slowMs = 30_000;

/**
 * Refreshes the page's data while the tab is visible: `reads`: a background read runs; `waits`: one failed, and the server
 * tries it again when the page asks. It does not keep the session alive.
 */
export function RefreshWhile({ reads, waits = false }: { reads: boolean; waits?: boolean }) {
  const router = useRouter();
  const times = useRef(0);
  useEffect(() => {
    if (!reads && !waits) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      timer = setTimeout(look, reads && times.current < quickTimes ? everyMs : slowMs);
    };
    const look = () => {
      wait();
      if (document.hidden) return;
      times.current += 1;
      refreshInBackground(router);
    };
    wait();
    return () => clearTimeout(timer);
  }, [reads, waits, router]);
  return null;
}
