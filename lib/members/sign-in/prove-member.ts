import { z } from 'zod';
import type { Confirmation } from '@/lib/auth/confirmation-verdict';
import type { Scope } from '@/lib/auth/scope';
import { countTry, minutesUntil, releaseTry, reserveTry } from '@/lib/auth/throttle';
import { judgedTries } from '@/lib/auth/try-limits';
import { getDb } from '@/lib/db/client';
import { Secret } from '@/lib/doordeer/secret';
import type { ErrorCode } from '@/lib/errors';
import { isPasswordOf } from './member-password';
import { verifyAuthentication } from './passkey-server';
import { passkeyProofSchema } from './sign-in-with-passkey';
import { spendTotp } from './totp-code';

/** OpenID Connect is missing: its proof is the issuer's answer (`sign-in-with-oidc.ts`). */
export const proofSchema = z.discriminatedUnion('way', [
  passkeyProofSchema.extend({ way: z.literal('passkey') }),
  z.object({ way: z.literal('totp'), code: z.string('required').min(1, 'required').max(60, 'tooLong') }),
  z.object({
    way: z.literal('password'),
    password: z.string('required').min(1, 'required').max(1_024, 'tooLong'),
  }),
]);

export type MemberProof = z.output<typeof proofSchema>;

/** Five wrong proofs in 15 minutes, of all ways together, end the session. */
export async function proveMember(scope: Scope, proof: MemberProof, now: Date): Promise<Confirmation> {
  const { member, sessionId } = scope;
  if (!member) return { ok: false, code: 'not-allowed' };
  const rule = { bucket: `password:${sessionId}`, limit: judgedTries, windowMs: 15 * 60_000 };
  const reserved = await reserveTry(rule, { now });
  if (!reserved.ok)
    return { ok: false, code: 'throttled', minutes: minutesUntil(reserved.retryAt, now), ends: true };
  const code = await faultOf(member.id, proof, now);
  if (!code) {
    await releaseTry(reserved.id);
    return { ok: true };
  }
  await countTry(reserved.id, { now });
  return { ok: false, code };
}

async function faultOf(
  memberId: string,
  proof: MemberProof,
  now: Date,
): Promise<Exclude<ErrorCode, 'throttled'> | null> {
  if (proof.way === 'passkey') {
    const answer = await verifyAuthentication(proof, { memberId, now });
    return answer.ok ? null : answer.code;
  }
  if (proof.way === 'totp')
    return (await spendTotp(getDb(), { memberId, code: proof.code }, now)) ? null : 'wrong-code';
  const { password_hash } = await getDb()
    .selectFrom('member')
    .select('password_hash')
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow();
  return (await isPasswordOf(new Secret(proof.password), password_hash)) ? null : 'wrong-password';
}
