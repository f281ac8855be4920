import { refuseRetention } from '@/lib/retention/ability';
import { previewRule } from '@/lib/retention/data';
import { previewQuery } from '@/lib/retention/schema';
import { defineHandler } from '@/lib/route';

/** How many events a rule that is being thought about would take now. */
export const GET = defineHandler({
  query: previewQuery,
  ability: (scope, { building }) => refuseRetention(scope, building, 'preview'),
  run: ({ scope, query }) => previewRule(scope, query),
});
