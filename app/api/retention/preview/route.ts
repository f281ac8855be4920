import { refuseRetention } from '@/lib/abilities/retention';
import { defineHandler } from '@/lib/http/route';
import { previewRule } from '@/lib/retention/data';
import { previewQuery } from '@/lib/retention/schema';

/** How many events a rule that is being thought about would take now. */
export const GET = defineHandler({
  query: previewQuery,
  ability: (scope, { building }) => refuseRetention(scope, building, 'preview'),
  run: ({ scope, query }) => previewRule(scope, query),
});
