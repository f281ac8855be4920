import { z } from 'zod';
import { describePeople } from '@/lib/people/selection';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';
import { bulkSelectionSchema } from '@/lib/table/selection';

/** Whom a bulk change would be about, for the question before it. */
export const POST = defineHandler({
  query: z.object({ selection: bulkSelectionSchema }),
  inBody: true,
  ability: refuseRegister,
  run: ({ scope, query }) => describePeople(scope, query.selection),
});
