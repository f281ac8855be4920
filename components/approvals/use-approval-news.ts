import { useEffect, useEffectEvent } from 'react';
import { fetchInBackground } from '@/components/auth/fetch-in-background';
import { serverEvents } from '@/components/ui/server-events';
import type { ApprovalNews } from '@/lib/desk/approvals/data';

const againMs = 2_500;

/** Follows the server's stream of requests while `on`. The first news comes at once. */
export function useApprovalNews(on: boolean, take: (news: ApprovalNews) => void): void {
  const onNews = useEffectEvent(take);
  useEffect(() => {
    if (!on) return;
    const stop = new AbortController();
    follow(stop.signal, onNews);
    return () => stop.abort();
  }, [on]);
}

async function follow(signal: AbortSignal, take: (news: ApprovalNews) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetchInBackground('/api/approvals/stream', signal);
      // Signed out: the next click says so.
      if (response.status === 401) return;
      if (response.ok && response.body)
        for await (const news of serverEvents<ApprovalNews>(response.body)) take(news);
    } catch {
      // The stream was cut off. It is opened again.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}
