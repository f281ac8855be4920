import { useEffect, useState } from 'react';
import { fetchRows } from '@/components/data-table/fetch-rows';
import type { ViewPage } from '@/lib/abilities/destinations';
import type { ErrorCode } from '@/lib/errors';
import type { SavedView } from '@/lib/views/data';

/** The saved views of a page, or why they could not be read. Null until then. */
export function useViews(page: ViewPage): SavedView[] | ErrorCode | null {
  const [views, setViews] = useState<SavedView[] | ErrorCode | null>(null);
  useEffect(() => {
    const call = new AbortController();
    fetchRows<SavedView>('/api/views', '', { page }, call.signal).then((answer) => {
      if (!call.signal.aborted) setViews(typeof answer === 'string' ? answer : answer.rows);
    });
    return () => call.abort();
  }, [page]);
  return views;
}
