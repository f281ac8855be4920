'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { refreshInBackground } from '@/components/auth/fetch-in-background';

const everyMs = 3_000;
/** An open tab must not keep its session alive forever. */
const mostTimes = 40;

/** Refreshes the page's data while a background read runs and the tab is visible. */
export function RefreshWhile({ active }: { active: boolean }) {
  const router = useRouter();
  const times = useRef(0);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => {
      if (document.hidden || times.current >= mostTimes) return;
      times.current += 1;
      refreshInBackground(router);
    }, everyMs);
    return () => clearInterval(timer);
  }, [active, router]);
  return null;
}
