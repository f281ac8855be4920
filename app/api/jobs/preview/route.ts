import { z } from 'zod';
import { isVendorClosed } from '@/lib/auth/read-person';
import type { Scope } from '@/lib/auth/scope';
import { readRoutes } from '@/lib/bulk/read-routes';
import { planRetry } from '@/lib/bulk/retry-plan';
import { planDoorcodes } from '@/lib/doorcodes/bulk';
import { doorcodeBulkInput } from '@/lib/doorcodes/schema';
import { defineHandler } from '@/lib/http/route';
import { type Plan, previewOf } from '@/lib/jobs/plan';
import { retryPlanSchema } from '@/lib/jobs/schema';
import { previewApproval } from '@/lib/jobs/wait-for-approval';
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
    const plan = await planOf(scope, query);
    const [approval, routes, closed] = await Promise.all([
      previewApproval(scope, plan),
      readRoutes(scope, plan),
      isVendorClosed(scope.workspaceId),
    ]);
    const waitsFor = scope.callers.length === 0 ? { account: scope.account, closed } : null;
    return previewOf(plan, { approval, routes, waitsFor });
  },
});

function planOf(scope: Scope, query: z.output<typeof body>): Promise<Plan> {
  if (query.of === 'masters') return planMasters(scope, query.input);
  if (query.of === 'shares') return planShares(scope, query.input);
  if (query.of === 'retries') return planRetry(scope, query.input);
  return planDoorcodes(scope, query.input);
}
