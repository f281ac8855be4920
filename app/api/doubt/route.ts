import { z } from 'zod';
import { readRequestCounts, withCounts } from '@/lib/abilities/approvals/count-waiting';
import { findDoubt, findListState } from '@/lib/auth/standing';
import { describeDoubt } from '@/lib/connections/find-keepers';
import { defineHandler } from '@/lib/http/route';

/**
 * Says whether the session's password is in doubt, and whether the device list or the requests for approval changed. Every
 * page polls it.
 */
export const GET = defineHandler({
  query: z.object({}),
  run: async ({ scope }) => {
    const [doubt, list, counts] = await Promise.all([findDoubt(), findListState(), readRequestCounts(scope)]);
    return { doubt: await describeDoubt(doubt, scope), list: list && withCounts(list, counts) };
  },
});
