import { z } from 'zod';
import { refuseRegister } from '@/lib/abilities/registers';
import { defineHandler } from '@/lib/http/route';
import { describePeople } from '@/lib/registers/people/selection';
import { bulkSelectionSchema } from '@/lib/table/selection';

/** Whom a bulk change would be about, for the question before it. */
export const POST = defineHandler({
  query: z.object({ selection: bulkSelectionSchema }),
  inBody: true,
  ability: refuseRegister,
  run: ({ scope, query }) => describePeople(scope, query.selection),
});
