import { z } from 'zod';
import { describeKeys } from '@/lib/keys/selection';
import { refuseRegister } from '@/lib/registers/ability';
import { defineHandler } from '@/lib/route';
import { bulkSelectionSchema } from '@/lib/table/selection';

/** Which keys a bulk change would be about, for the question before it. */
export const POST = defineHandler({
  query: z.object({ selection: bulkSelectionSchema }),
  inBody: true,
  ability: refuseRegister,
  run: ({ scope, query }) => describeKeys(scope, query.selection),
});
