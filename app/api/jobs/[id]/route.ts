import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { defineHandler } from '@/lib/http/route';
import { readJobProgress } from '@/lib/jobs/progress';

/** Progress of a job, for pages whose stream does not arrive. */
export const GET = defineHandler<z.ZodObject, { id: string }>({
  query: z.object({}),
  run: async ({ scope, params }) => {
    const id = z.uuid().safeParse(params.id);
    const progress = id.success ? await readJobProgress(scope, id.data) : null;
    if (!progress) throw new DeskError('not-found');
    return progress;
  },
});
