import { defineHandler } from '@/lib/route';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';

/** Further ranges of the table of shares. */
export const GET = defineHandler({
  query: sharesQuery,
  run: async ({ scope, query }) => {
    const { rows, total } = await listShares(scope, query);
    return { rows, total };
  },
});
