import { z } from 'zod';
import {
  type Client,
  type MemberSignIn,
  openMemberSession,
  recordMemberRefusal,
} from './open-member-session';
import { authenticationSchema, verifyAuthentication } from './passkey-server';

export const passkeyProofSchema = z.object({
  challengeId: z.uuid('invalid'),
  response: authenticationSchema,
});

export async function signInWithPasskey(
  proof: z.output<typeof passkeyProofSchema>,
  client: Client,
): Promise<MemberSignIn> {
  const answer = await verifyAuthentication(proof);
  if (answer.ok) return openMemberSession({ ...client, memberId: answer.memberId, way: 'passkey' });
  await recordMemberRefusal(answer.memberId ?? null, { code: answer.code, way: 'passkey' });
  return { ok: false, code: answer.code };
}
