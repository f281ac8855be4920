import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { answerLive } from '@/lib/http/live-stream';
import { defineHandler } from '@/lib/http/route';
import { readJob } from '@/lib/jobs/data';
import { streamJob } from '@/lib/jobs/progress';

/** Progress of a job as server-sent events, until the job, the session or the connection ends. */
export const GET = defineHandler<z.ZodObject, { id: string }>({
  query: z.object({}),
  run: async ({ scope, params, signal }) => {
    const id = z.uuid().safeParse(params.id);
    if (!id.success || !(await readJob(scope, id.data))) throw new DeskError('not-found');
    return answerLive(streamJob(scope, id.data, signal));
  },
});
