import { z } from 'zod';
import { getDb } from '@/lib/db/client';
import { defineHandler } from '@/lib/http/route';
import { oidcSettings } from '@/lib/members/oidc-settings';
import { listProofWays } from '@/lib/members/sign-in/data';

/** With what the signed-in member can show again who they are. */
export const GET = defineHandler({
  query: z.object({}),
  ability: ({ member }) => (member ? null : 'not-allowed'),
  run: async ({ scope }) => ({
    ways: scope.member ? await listProofWays(getDb(), scope.member.id) : [],
    issuer: oidcSettings()?.host ?? null,
  }),
});
