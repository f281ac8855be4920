import { defineHandler } from '@/lib/http/route';
import { listRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';
import { tickedQuery } from '@/lib/table/query';

/** Further ranges of the table of rooms. */
export const GET = defineHandler({
  query: roomsQuery,
  run: ({ scope, query }) => listRooms(scope, query),
});

/** The same of ticked rows: which of them the filter matches. */
export const POST = defineHandler({
  query: tickedQuery(roomsQuery),
  inBody: true,
  run: ({ scope, query }) => listRooms(scope, query),
});
