import { z } from 'zod';
import { refuseRegister } from '@/lib/abilities/registers';
import { defineHandler } from '@/lib/http/route';
import { describePeople } from '@/lib/registers/people/selection';
import { bulkSelectionSchema } from '@/lib/table/selection';

/** The people of a planned bulk change, for its dialog. */
export const POST = defineHandler({
  query: z.object({ selection: bulkSelectionSchema }),
  inBody: true,
  ability: refuseRegister,
  run: ({ scope, query }) => describePeople(scope, query.selection),
});
