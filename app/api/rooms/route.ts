import { listRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';
import { defineHandler } from '@/lib/route';

/** Further ranges of the table of rooms. */
export const GET = defineHandler({
  query: roomsQuery,
  run: ({ scope, query }) => listRooms(scope, query),
});
