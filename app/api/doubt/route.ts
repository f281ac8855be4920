import { z } from 'zod';
import { findDoubt, findListState } from '@/lib/auth/scope';
import { defineHandler } from '@/lib/http/route';

/** Is the session's password in doubt, and has its device list changed? Every page asks now and then. */
export const GET = defineHandler({
  query: z.object({}),
  run: async () => ({ doubt: await findDoubt(), list: await findListState() }),
});
