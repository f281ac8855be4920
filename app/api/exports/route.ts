import { listFiles } from '@/lib/files/data';
import { filesQuery } from '@/lib/files/schema';
import { defineHandler } from '@/lib/http/route';

export const GET = defineHandler({
  query: filesQuery,
  run: ({ scope, query }) => listFiles(scope, query),
});
