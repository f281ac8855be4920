import { listFiles } from '@/lib/exports/data';
import { filesQuery } from '@/lib/exports/schema';
import { defineHandler } from '@/lib/route';

/** Further ranges of the table of exports. */
export const GET = defineHandler({
  query: filesQuery,
  run: ({ scope, query }) => listFiles(scope, query),
});
