import { defineHandler } from '@/lib/http/route';
import { findRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';

/** The keys of all matching rooms, for actions on "all that match". */
export const GET = defineHandler({
  query: roomsQuery,
  run: async ({ scope, query }) => ({ ids: (await findRooms(scope, query)).map((row) => row.roomKey) }),
});
