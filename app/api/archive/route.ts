import { z } from 'zod';
import { readArchiveState } from '@/lib/archive/state';
import { defineHandler } from '@/lib/route';

/** How much of each door's history is kept, and from when to when. */
export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope }) => ({
    doors: (await readArchiveState(scope)).map(
      ({ gid, archived, removed, complete, oldest, newest, lastReadAt }) => ({
        gid,
        archived,
        removed,
        complete,
        oldest,
        newest,
        lastReadAt,
      }),
    ),
  }),
});
