import { widerNetwork } from '@/lib/auth/client-network';
import { readMemberDevice } from '@/lib/auth/device-cookie';
import { createTurns } from '@/lib/auth/run-in-turn';
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
import { databaseNow } from '@/lib/db/clock';
import type { Secret } from '@/lib/doordeer/secret';
import type { ErrorCode } from '@/lib/errors';
import { processSlot } from '@/lib/process-slot';
import { foldAccount } from '@/lib/text/fold-account';
import { isPasswordOf } from './member-password';
import {
  type Client,
  type MemberSignIn,
  openMemberSession,
  recordMemberRefusal,
} from './open-member-session';
import { spendRecoveryCode } from './recovery-code';
import { spendTotp } from './totp-code';

const windowMs = 15 * 60_000;
/** Most wrong tries from one network, and from all, for names that the browser did not sign in with before. */
const failuresOfNetwork = 50;
const failuresOfAll = 1_000;

const turns = processSlot<{
  ofOneNetwork: ReturnType<typeof createTurns>;
  ofAll: ReturnType<typeof createTurns>;
}>('member-password-turns');
turns.value ??= {
  ofOneNetwork: createTurns(),
  ofAll: createTurns({ mostWaiting: Number.POSITIVE_INFINITY }),
};
const { ofOneNetwork, ofAll } = turns.value;

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

  const judged = await judgedInTurn(client.network, budgets, () => judge(member, typed));
  if (judged.code === 'wrong-password' || judged.code === 'wrong-code') {
    await countTry(reserved.id);
    return refuse(judged.code);
  }
  await releaseTry(reserved.id);
  if (judged.code === 'throttled') {
    const { rule: throttledBy, retryAt } = judged.spent;
    return refuse('throttled', { throttledBy, retryAt });
  }
  if (judged.code === 'code-needed') return { ok: false, code: 'code-needed' };
  return openMemberSession({ ...client, memberId: judged.memberId, way: 'password' });
}

type Known = Awaited<ReturnType<typeof findMember>>;
type Wrong = { code: 'wrong-password' } | { code: 'wrong-code' };
type Verdict = Wrong | { code: 'code-needed' } | { code: null; memberId: string };
type Throttled = { code: 'throttled'; spent: { rule: ThrottleRule; retryAt: Date } };

async function judge(member: Known, { password, code }: Typed): Promise<Verdict> {
  // Without a second factor the password does not open anything.
  const hash = member?.sealed_totp ? member.password_hash : null;
  if (!(await isPasswordOf(password, hash)) || !member) return { code: 'wrong-password' };
  if (code.trim() === '') return { code: 'code-needed' };
  return (await isSecondFactor(member.id, code))
    ? { code: null, memberId: member.id }
    : { code: 'wrong-code' };
}

/**
 * Browsers without tries of their own are judged one at a time, and the budgets are looked at again in between: hundreds of
 * requests may have come together. Each network has one place in the line of all, so that none fills it.
 */
async function judgedInTurn(
  network: string,
  budgets: readonly ThrottleRule[],
  judging: () => Promise<Verdict>,
): Promise<Verdict | Throttled> {
  const [ofNetwork] = budgets;
  if (!ofNetwork) return judging();
  const admitted = async (): Promise<Verdict | Throttled> => {
    const spent = await findSpent(budgets);
    if (spent) return { code: 'throttled', spent };
    const verdict = await judging();
    if (verdict.code === 'wrong-password' || verdict.code === 'wrong-code') await addTries(budgets);
    return verdict;
  };
  const flooded = { rule: ofNetwork, retryAt: new Date(databaseNow() + windowMs) };
  const judged = await ofOneNetwork(widerNetwork(network) ?? network, async () => ofAll('all', admitted));
  return judged ?? { code: 'throttled', spent: flooded };
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
