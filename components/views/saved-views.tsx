import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { Unread } from '@/components/list-page/unread-filter';
import type { ViewPage } from '@/lib/abilities/destinations';
import type { Scope } from '@/lib/auth/scope';
import type { SearchRecord } from '@/lib/table/search-params';
import { findView } from '@/lib/views/data';
import { openView } from '@/lib/views/open-view';
import { viewAddress } from '@/lib/views/view-address';
import { ViewNotes } from './view-notes';
import { ViewsButton } from './views-button';

export type SavedViews = {
  menu: ReactNode;
  /** About the open view. */
  notes: ReactNode;
  /** Filters of which nothing is left in the view that is being opened. */
  unread: Unread | null;
};

/**
 * What a list page shows of saved views. `?open=` redirects to the view's filters, which the table reads and changes in
 * the address. It does not redirect if one of them has nothing left: the list would be longer than the saved one.
 */
export async function loadSavedViews({
  scope,
  page,
  query,
  params,
  fixed,
}: {
  scope: Scope;
  page: ViewPage;
  query: z.ZodObject;
  params: SearchRecord;
  /** Filters of the page that are not in the query of its address. */
  fixed?: Record<string, string>;
}): Promise<SavedViews> {
  const named = params.view ?? params.open;
  const found = typeof named === 'string' ? await findView(scope, named) : null;
  const view = found?.page === page ? found : null;
  const opened = view && openView(scope, query, view.query);
  let unread: Unread | null = null;
  if (view && opened && params.open !== undefined) {
    const href = viewAddress({ ...view, query: opened.address });
    if (opened.unread.length === 0) redirect(href);
    unread = { names: opened.unread, href };
  }
  return {
    menu: <ViewsButton page={page} current={view} {...(fixed ? { fixed } : {})} />,
    notes: named === undefined ? null : <ViewNotes name={view?.name ?? null} opened={opened} />,
    unread,
  };
}
