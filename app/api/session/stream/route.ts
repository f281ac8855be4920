import { z } from 'zod';
import { answerLive } from '@/lib/http/live-stream';
import { defineHandler } from '@/lib/http/route';
import { streamSession } from '@/lib/members/sessions/stream';

/** Says nothing, and ends when the session does or looks at another workspace. */
export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope, signal }) => answerLive(streamSession(scope, signal)),
});
