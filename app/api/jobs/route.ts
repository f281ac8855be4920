import { z } from 'zod';
import { defineHandler } from '@/lib/http/route';
import { listJobs } from '@/lib/jobs/data';

export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope }) => ({ jobs: await listJobs(scope) }),
});
