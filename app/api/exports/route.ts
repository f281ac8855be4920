import { listFiles } from '@/lib/files/data';
import { filesQuery } from '@/lib/files/schema';
import { defineHandler } from '@/lib/http/route';

export const GET = defineHandler({
  needs: 'export',
  query: filesQuery,
  run: async ({ scope, query }) => {
    const { rows, total } = await listFiles(scope, query);
    return { rows, total };
  },
});
