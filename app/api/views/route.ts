import { findViewAddress } from '@/lib/desk/list-queries';
import { defineHandler } from '@/lib/http/route';
import { type ListedView, listViews } from '@/lib/views/data';
import { viewsQuery } from '@/lib/views/schema';

export const GET = defineHandler({
  query: viewsQuery,
  run: async ({ scope, query }): Promise<{ rows: ListedView[] }> => {
    const views = await listViews(scope, query.page);
    return { rows: views.map((view) => ({ ...view, href: findViewAddress(scope, view) })) };
  },
});
