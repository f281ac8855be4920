import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import type { ViewPage } from '@/lib/abilities/destinations';
import type { Scope } from '@/lib/auth/scope';
import type { SearchRecord } from '@/lib/table/search-params';
import { findView } from '@/lib/views/data';
import { openView } from '@/lib/views/open-view';
import { ViewNotes } from './view-notes';
import { ViewsButton } from './views-button';

/** What a list page shows of saved views: their menu, and notes about the open one. */
export type SavedViews = { menu: ReactNode; notes: ReactNode };

/** `?open=` redirects to the view's filters, which the table reads and changes in the address. */
export async function loadSavedViews({
  scope,
  page,
  query,
  params,
}: {
  scope: Scope;
  page: ViewPage;
  query: z.ZodObject;
  params: SearchRecord;
}): Promise<SavedViews> {
  const named = params.view ?? params.open;
  const found = typeof named === 'string' ? await findView(scope, named) : null;
  const view = found?.page === page ? found : null;
  const opened = view && openView(scope, query, view.query);
  if (view && opened && params.open !== undefined)
    redirect(`/${page}?${opened.address ? `${opened.address}&` : ''}view=${view.id}`);
  return {
    menu: <ViewsButton page={page} current={view} />,
    notes: named === undefined ? null : <ViewNotes name={view?.name ?? null} opened={opened} />,
  };
}
