import { z } from 'zod';
import { getDb } from '@/lib/db/client';
import { defineHandler } from '@/lib/http/route';
import { beginAuthentication } from '@/lib/members/sign-in/passkey-server';

/** A challenge for the passkeys of the signed-in member. */
export const POST = defineHandler({
  query: z.object({}),
  inBody: true,
  ability: ({ member }) => (member ? null : 'not-allowed'),
  run: ({ scope }) => beginAuthentication(getDb(), { memberId: scope.member?.id ?? null }),
});
