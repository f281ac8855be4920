import {
  addTries,
  bucketOf,
  countTry,
  findSpent,
  minutesUntil,
  networkRules,
  releaseTry,
  reserveTry,
  type ThrottleRule,
} from '@/lib/auth/throttle';
import { judgedTries } from '@/lib/auth/try-limits';
import { getDb } from '@/lib/db/client';
import type { Secret } from '@/lib/doordeer/secret';
import type { ErrorCode } from '@/lib/errors';
import { foldAccount } from '@/lib/text/fold-account';
import { isPasswordOf } from './member-password';
import {
  type Client,
  type MemberSignIn,
  openMemberSession,
  readMemberDevice,
  recordMemberRefusal,
} from './open-member-session';
import { spendRecoveryCode } from './recovery-code';
import { spendTotp } from './totp-code';

const windowMs = 15 * 60_000;
/** Most wrong tries from one network, and from all, for names that the browser did not sign in with before. */
const failuresOfNetwork = 50;
const failuresOfAll = 1_000;

type Typed = { signInName: string; password: Secret /** Empty in the first step. */; code: string };

/**
 * The second factor is asked for only after the right password. Until then the answer and its time are the same for every
 * name. Wrong passwords and wrong codes count together: per name, or per browser that signed in with this name before.
 */
export async function signInWithPassword(typed: Typed, client: Client): Promise<MemberSignIn> {
  const member = await findMember(typed.signInName);
  const { rule, budgets } = limitsOf(typed.signInName, client, member?.id ?? null);
  const refuse = async (code: ErrorCode, limit?: { throttledBy: ThrottleRule; retryAt: Date }) => {
    const throttledBy = limit ? { throttledBy: limit.throttledBy } : {};
    await recordMemberRefusal(member?.id ?? null, { code, way: 'password', ...throttledBy });
    return { ok: false, code, ...(limit ? { minutes: minutesUntil(limit.retryAt) } : {}) } as const;
  };
  const spent = await findSpent(budgets);
  if (spent) return refuse('throttled', { throttledBy: spent.rule, retryAt: spent.retryAt });
  const reserved = await reserveTry(rule);
  if (!reserved.ok) return refuse('throttled', { throttledBy: rule, retryAt: reserved.retryAt });

  const wrong = async (code: ErrorCode): Promise<MemberSignIn> => {
    await countTry(reserved.id);
    await addTries(budgets);
    return refuse(code);
  };
  // Without a second factor the password does not open anything.
  const hash = member?.sealed_totp ? member.password_hash : null;
  if (!(await isPasswordOf(typed.password, hash)) || !member) return wrong('wrong-password');
  if (typed.code.trim() === '') {
    await releaseTry(reserved.id);
    return { ok: false, code: 'code-needed' };
  }
  if (!(await isSecondFactor(member.id, typed.code))) return wrong('wrong-code');
  await releaseTry(reserved.id);
  return openMemberSession({ ...client, memberId: member.id, way: 'password' });
}

async function isSecondFactor(memberId: string, code: string): Promise<boolean> {
  const given = { memberId, code };
  return (await spendTotp(getDb(), given)) || (await spendRecoveryCode(getDb(), given));
}

function findMember(signInName: string) {
  return getDb()
    .selectFrom('member')
    .select(['id', 'password_hash', 'sealed_totp'])
    .where('folded_sign_in_name', '=', foldAccount(signInName))
    .executeTakeFirst();
}

function limitsOf(
  signInName: string,
  { network, device: cookie }: Client,
  memberId: string | null,
): { rule: ThrottleRule; budgets: ThrottleRule[] } {
  const device = memberId ? readMemberDevice(cookie, memberId) : null;
  const rule = (bucket: string): ThrottleRule => ({ bucket, limit: judgedTries, windowMs });
  if (device) return { rule: rule(`member-sign-in-device:${device}`), budgets: [] };
  return {
    rule: rule(bucketOf('member-sign-in', signInName)),
    budgets: [
      ...networkRules({ purpose: 'member-sign-in-failed', network, limit: failuresOfNetwork, windowMs }),
      { bucket: 'member-sign-in-failed:everybody', limit: failuresOfAll, windowMs },
    ],
  };
}
