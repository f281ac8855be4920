import { findBuildings } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { defineHandler } from '@/lib/http/route';

export const GET = defineHandler({
  query: buildingsQuery,
  run: async ({ scope, query }) => {
    const rows = await findBuildings(scope, query);
    return { rows: rows.slice(query.offset, query.offset + query.limit), total: rows.length };
  },
});
