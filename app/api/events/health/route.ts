import { findDoors } from '@/lib/archive/health/find-doors';
import { healthQuery } from '@/lib/archive/health/schema';
import { defineHandler } from '@/lib/http/route';

export const GET = defineHandler({
  needs: 'events-of-today',
  freshList: true,
  query: healthQuery,
  run: async ({ scope, query }) => {
    const doors = await findDoors(scope, query);
    return { rows: doors.slice(query.offset, query.offset + query.limit), total: doors.length };
  },
});
