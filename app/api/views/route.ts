import { defineHandler } from '@/lib/http/route';
import { listViews } from '@/lib/views/data';
import { viewsQuery } from '@/lib/views/schema';

export const GET = defineHandler({
  query: viewsQuery,
  run: async ({ scope, query }) => ({ rows: await listViews(scope, query.page) }),
});
