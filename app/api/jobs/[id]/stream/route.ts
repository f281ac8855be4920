import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { defineHandler } from '@/lib/http/route';
import { readJob } from '@/lib/jobs/data';
import { streamJob } from '@/lib/jobs/progress';

/** How far a job is, as server-sent events, until it ends, the session ends or the browser hangs up. */
export const GET = defineHandler<z.ZodObject, { id: string }>({
  query: z.object({}),
  run: async ({ scope, params, signal }) => {
    const id = z.uuid().safeParse(params.id);
    if (!id.success || !(await readJob(scope, id.data))) throw new DeskError('not-found');
    return new Response(streamJob(scope, id.data, signal), {
      headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
    });
  },
});
