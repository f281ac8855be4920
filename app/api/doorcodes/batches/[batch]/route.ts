import { z } from 'zod';
import { followBatch } from '@/lib/doorcodes/requests';
import { batchQuery } from '@/lib/doorcodes/schema';
import { DeskError } from '@/lib/errors';
import { defineHandler } from '@/lib/http/route';

/** State of the doorcodes of one form. Checks those that are still being confirmed. */
export const GET = defineHandler<z.ZodObject, { batch: string }>({
  query: z.object({}),
  run: async ({ scope, params }) => {
    const parsed = batchQuery.safeParse(params);
    const rows = parsed.success ? await followBatch(scope, parsed.data.batch) : null;
    if (!rows) throw new DeskError('not-found');
    return { rows };
  },
});
