import { refuseRetention } from '@/lib/abilities/retention';
import { previewRule } from '@/lib/archive/retention/data';
import { previewQuery } from '@/lib/archive/retention/schema';
import { defineHandler } from '@/lib/http/route';

/** How many events a rule that is being thought about would take now. */
export const GET = defineHandler({
  query: previewQuery,
  ability: (scope, { building }) => refuseRetention(scope, building, 'preview'),
  run: ({ scope, query }) => previewRule(scope, query),
});
