import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { defineHandler } from '@/lib/route';

/** Further ranges of the table of room masters. */
export const GET = defineHandler({
  query: mastersQuery,
  run: async ({ scope, query }) => {
    const { rows, total } = await listMasters(scope, query);
    return { rows, total };
  },
});
