import { z } from 'zod';
import { planDoorcodes } from '@/lib/doorcodes/bulk';
import { doorcodeBulkInput } from '@/lib/doorcodes/schema';
import { DeskError } from '@/lib/errors';
import { fieldErrors } from '@/lib/field-errors';
import { previewOf } from '@/lib/jobs/preview';
import { planMasters } from '@/lib/masters/bulk';
import { masterBulkInput } from '@/lib/masters/schema';
import { readBody } from '@/lib/read-body';
import { defineHandler } from '@/lib/route';
import { planShares } from '@/lib/shares/bulk';
import { shareBulkInput } from '@/lib/shares/schema';

const body = z.discriminatedUnion('of', [
  z.object({ of: z.literal('masters'), input: masterBulkInput }),
  z.object({ of: z.literal('shares'), input: shareBulkInput }),
  z.object({ of: z.literal('doorcodes'), input: doorcodeBulkInput }),
]);

const mostBytes = 1_000_000;

/**
 * What a bulk change would do. A read, so no action: those run one after another in a browser. POST because a selection
 * of thousands of rows fits no address.
 */
export const POST = defineHandler({
  query: z.object({}),
  run: async ({ scope, request }) => {
    const parsed = body.safeParse(jsonOf(await readBody(request, mostBytes)));
    if (!parsed.success) throw new DeskError('invalid-input', fieldErrors(parsed.error));
    const { of, input } = parsed.data;
    if (of === 'masters') return previewOf(await planMasters(scope, input));
    if (of === 'shares') return previewOf(await planShares(scope, input));
    return previewOf(await planDoorcodes(scope, input));
  },
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
