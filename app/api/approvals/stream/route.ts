import { z } from 'zod';
import { streamApprovals } from '@/lib/desk/approvals/stream';
import { defineHandler } from '@/lib/http/route';

/** What changes among the requests that this person sees, as server-sent events. */
export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope, signal }) =>
    new Response(streamApprovals(scope, signal), {
      headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
    }),
});
