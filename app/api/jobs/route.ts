import { z } from 'zod';
import { listJobs } from '@/lib/jobs/data';
import { defineHandler } from '@/lib/route';

/** The bulk changes of this account, for the page that follows them. */
export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope }) => ({ jobs: await listJobs(scope) }),
});
