import { listDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { defineHandler } from '@/lib/http/route';
import { tickedQuery } from '@/lib/table/query';

/** Further ranges of the table of doorcodes. */
export const GET = defineHandler({
  query: doorcodesQuery,
  run: ({ scope, query }) => listDoorcodes(scope, query),
});

/** The same of ticked rows: which of them the filter matches. */
export const POST = defineHandler({
  query: tickedQuery(doorcodesQuery),
  inBody: true,
  run: ({ scope, query }) => listDoorcodes(scope, query),
});
