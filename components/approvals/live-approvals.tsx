'use client';

import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { refreshInBackground } from '@/components/auth/fetch-in-background';
import { useApprovalNews } from './use-approval-news';

/** Shows the page again when a request came, was decided or ended. `version`: what it shows. */
export function LiveApprovals({ version }: { version: string }) {
  const router = useRouter();
  const asked = useRef(version);
  useApprovalNews(true, (news) => {
    if (news.version === version || news.version === asked.current) return;
    asked.current = news.version;
    refreshInBackground(router);
  });
  return null;
}
