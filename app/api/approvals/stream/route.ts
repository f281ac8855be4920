import { z } from 'zod';
import { streamApprovals } from '@/lib/desk/approvals/stream';
import { answerLive } from '@/lib/http/live-stream';
import { defineHandler } from '@/lib/http/route';

/** What changes among the requests that this person sees, as server-sent events. */
export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope, signal }) => answerLive(streamApprovals(scope, signal)),
});
