import { z } from 'zod';
import { findDoubt, findListState } from '@/lib/auth/standing';
import { defineHandler } from '@/lib/http/route';

/** Says whether the session's password is in doubt, and whether the device list changed. Every page polls it. */
export const GET = defineHandler({
  query: z.object({}),
  run: async () => ({ doubt: await findDoubt(), list: await findListState() }),
});
