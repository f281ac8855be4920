import { z } from 'zod';
import { findDoubt } from '@/lib/auth/scope';
import { defineHandler } from '@/lib/http/route';

/** Is the session's password in doubt? For the notice that stands on every page. */
export const GET = defineHandler({
  query: z.object({}),
  run: async () => ({ doubt: await findDoubt() }),
});
