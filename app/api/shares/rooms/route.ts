import { z } from 'zod';
import { defineHandler } from '@/lib/http/route';
import { loadRoomsToShare } from '@/lib/shares/data';

/** The rooms that this account may share. Asked for when the form opens, because a manager may have thousands. */
export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope }) => ({ rooms: await loadRoomsToShare(scope) }),
});
