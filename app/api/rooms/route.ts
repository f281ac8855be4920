import { defineListRoutes } from '@/lib/http/list-routes';
import { defineHandler } from '@/lib/http/route';
import { listRooms, loadRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';
import { packCounts } from '@/lib/table/match-choices';
import { switchFilter } from '@/lib/table/query';

/** With `counts=1` also what surrounds the rows, for a page that fetches its list again while rooms are read. */
export const GET = defineHandler({
  query: roomsQuery.extend({ counts: switchFilter() }),
  run: async ({ scope, query }) => {
    if (query.counts) {
      const { counts, ...found } = await loadRooms(scope, query);
      return { ...found, counts: packCounts(counts) };
    }
    const { rows, total } = await listRooms(scope, query);
    return { rows, total };
  },
});

export const { POST } = defineListRoutes({ query: roomsQuery, list: listRooms });
