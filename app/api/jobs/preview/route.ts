import { z } from 'zod';
import { planRetry } from '@/lib/bulk/retry-plan';
import { planDoorcodes } from '@/lib/doorcodes/bulk';
import { doorcodeBulkInput } from '@/lib/doorcodes/schema';
import { defineHandler } from '@/lib/http/route';
import { previewOf } from '@/lib/jobs/plan';
import { retryPlanSchema } from '@/lib/jobs/schema';
import { planMasters } from '@/lib/masters/bulk';
import { masterBulkInput } from '@/lib/masters/schema';
import { planShares } from '@/lib/shares/bulk';
import { shareBulkInput } from '@/lib/shares/schema';

const body = z.discriminatedUnion('of', [
  z.object({ of: z.literal('masters'), input: masterBulkInput }),
  z.object({ of: z.literal('shares'), input: shareBulkInput }),
  z.object({ of: z.literal('doorcodes'), input: doorcodeBulkInput }),
  z.object({ of: z.literal('retries'), input: retryPlanSchema }),
]);

/**
 * What a bulk change would do. A read, so it is no action, because a browser runs actions one after another. POST
 * because thousands of selected rows do not fit into an address.
 */
export const POST = defineHandler({
  query: body,
  inBody: true,
  run: async ({ scope, query }) => {
    if (query.of === 'masters') return previewOf(await planMasters(scope, query.input));
    if (query.of === 'shares') return previewOf(await planShares(scope, query.input));
    if (query.of === 'retries') return previewOf(await planRetry(scope, query.input));
    return previewOf(await planDoorcodes(scope, query.input));
  },
});
