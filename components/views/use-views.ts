import { useEffect, useState } from 'react';
import { fetchRows } from '@/components/data-table/fetch-rows';
import type { ViewPage } from '@/lib/abilities/destinations';
import type { ErrorCode } from '@/lib/errors';
import type { ListedView } from '@/lib/views/data';

/** The saved views of a page, or why they could not be read. Null until then. */
export function useViews(page: ViewPage): ListedView[] | ErrorCode | null {
  const [views, setViews] = useState<ListedView[] | ErrorCode | null>(null);
  useEffect(() => {
    const call = new AbortController();
    fetchRows<ListedView>('/api/views', '', { page }, call.signal).then((answer) => {
      if (!call.signal.aborted) setViews(typeof answer === 'string' ? answer : answer.rows);
    });
    return () => call.abort();
  }, [page]);
  return views;
}
