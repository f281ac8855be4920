import { defineHandler } from '@/lib/http/route';
import { listJobs } from '@/lib/jobs/data';
import { jobsQuery } from '@/lib/jobs/schema';

export const GET = defineHandler({
  query: jobsQuery,
  run: async ({ scope, query }) => {
    const { rows, total } = await listJobs(scope, query);
    return { rows, total };
  },
});
