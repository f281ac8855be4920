import { defineHandler } from '@/lib/http/route';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';
import { tickedQuery } from '@/lib/table/query';

/** Further ranges of the table of shares. */
export const GET = defineHandler({
  query: sharesQuery,
  run: async ({ scope, query }) => {
    const { rows, total } = await listShares(scope, query);
    return { rows, total };
  },
});

/** The same of ticked rows: which of them the filter matches. */
export const POST = defineHandler({
  query: tickedQuery(sharesQuery),
  inBody: true,
  run: async ({ scope, query }) => {
    const { rows, total } = await listShares(scope, query);
    return { rows, total };
  },
});
