import { z } from 'zod';
import { safePath } from '@/lib/auth/safe-path';
import { getDb } from '@/lib/db/client';
import { defineHandler } from '@/lib/http/route';
import { oidcSettings } from '@/lib/members/oidc-settings';
import { storeIntent } from '@/lib/members/sign-in/oidc-intent';

/** Notes that the issuer's next answer confirms the identity of this session, and does not begin another one. */
export const POST = defineHandler({
  query: z.object({ back: z.string().max(2_000) }),
  inBody: true,
  ability: ({ member }) => (member && oidcSettings() ? null : 'not-allowed'),
  run: async ({ scope, query }) => ({
    intent: await storeIntent(getDb(), {
      intent: 'confirm',
      subject: scope.sessionId,
      back: safePath(query.back),
    }),
  }),
});
