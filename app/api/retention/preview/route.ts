import { refuseRetention } from '@/lib/abilities/retention';
import { previewRule } from '@/lib/archive/retention/data';
import { previewQuery } from '@/lib/archive/retention/schema';
import { defineHandler } from '@/lib/http/route';

export const GET = defineHandler({
  query: previewQuery,
  ability: (scope, { building }) => refuseRetention(scope, building, 'preview'),
  run: ({ scope, query }) => previewRule(scope, query),
});
