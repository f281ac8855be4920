import { defineListRoutes } from '@/lib/http/list-routes';
import { listRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';

export const { GET, POST } = defineListRoutes({ query: roomsQuery, list: listRooms });
