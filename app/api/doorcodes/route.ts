import { listDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { defineHandler } from '@/lib/route';

/** Further ranges of the table of doorcodes. */
export const GET = defineHandler({
  query: doorcodesQuery,
  run: ({ scope, query }) => listDoorcodes(scope, query),
});
