import { defineHandler } from '@/lib/http/route';
import { findRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';

/** The keys of every room that matches: what "all that match" means to an action that speaks of rooms by their keys. */
export const GET = defineHandler({
  query: roomsQuery,
  run: async ({ scope, query }) => ({ ids: (await findRooms(scope, query)).map((row) => row.roomKey) }),
});
