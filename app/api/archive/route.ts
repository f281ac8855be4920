import { z } from 'zod';
import { readArchiveState } from '@/lib/archive/state';
import { defineHandler } from '@/lib/route';

/** How much of each door's history is kept, and from when to when: these six keys, which others rely on. */
export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope }) => ({
    doors: (await readArchiveState(scope)).map(({ gid, archived, complete, oldest, newest, lastReadAt }) => ({
      gid,
      archived,
      complete,
      oldest,
      newest,
      lastReadAt,
    })),
  }),
});
