import { defineHandler } from '@/lib/http/route';
import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { tickedQuery } from '@/lib/table/query';

/** Further ranges of the table of room masters. */
export const GET = defineHandler({
  query: mastersQuery,
  run: async ({ scope, query }) => {
    const { rows, total } = await listMasters(scope, query);
    return { rows, total };
  },
});

/** The same of ticked rows: which of them the filter matches. */
export const POST = defineHandler({
  query: tickedQuery(mastersQuery),
  inBody: true,
  run: async ({ scope, query }) => {
    const { rows, total } = await listMasters(scope, query);
    return { rows, total };
  },
});
