import { z } from 'zod';
import { refuseRegister } from '@/lib/abilities/registers';
import { defineHandler } from '@/lib/http/route';
import { describeKeys } from '@/lib/registers/keys/selection';
import { bulkSelectionSchema } from '@/lib/table/selection';

/** Which keys a bulk change would be about, for the question before it. */
export const POST = defineHandler({
  query: z.object({ selection: bulkSelectionSchema }),
  inBody: true,
  ability: refuseRegister,
  run: ({ scope, query }) => describeKeys(scope, query.selection),
});
