import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { AnsweredList } from '@/lib/devices/mutations';
import { isVendorError, refusesPassword } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { getEnv } from '@/lib/env';
import { type ErrorCode, errorCodeOf, restSecondsOf } from '@/lib/errors';
import { processSlot } from '@/lib/process-slot';
import { lateSignal } from '@/lib/shutdown';
import { getUnguardedDoordeer } from './cloud-client';
import { credentialOf } from './credential';
import { findWorkspace } from './session';
import {
  addTries,
  bucketOf,
  countTry,
  findSpent,
  forgetTries,
  minutesUntil,
  type Reservation,
  releaseTry,
  reserveTry,
  type ThrottleRule,
} from './throttle';
import { judgedTries } from './try-limits';

export type TypedPassword = {
  account: string;
  password: Secret;
  role: Role;
  network: string;
};

export type Proof =
  | { ok: true; list: AnsweredList }
  /** `throttledBy`: these tries are used up, so nothing was sent. `seconds`: until the cloud may be asked again. */
  | {
      ok: false;
      code: ErrorCode;
      minutes?: number;
      seconds?: number | undefined;
      throttledBy?: ThrottleRule;
    };

const windowMs = 15 * 60_000;
/** Most tries without a verdict, for an account and network: a lost answer may have been a wrong password. */
const unjudgedTries = 20;
/** Longest wait of a sign-in during the account's cooldown. A longer one is reported at once. */
export const maxCooldownMs = 1_000;

type UnderWay = { byPassword: Map<string, Promise<Proof>>; all: Set<Promise<Proof>> };
const shared = processSlot<UnderWay>('auth.proofs');
shared.value ??= { byPassword: new Map(), all: new Set() };
const underWay = shared.value;

/**
 * Proves a typed password by reading the device list (10002), the only call that changes nothing. Only a verdict counts
 * against `bucket`; failures have their own limit, which the next verdict resets. A refusal puts no session in doubt,
 * because it may be a stranger's guess.
 *
 * The same password typed again from the same network before the answer waits for that answer and is the same try. Each
 * wrong password also counts against `budgets`. If one of them is spent, the cloud is not asked.
 */
export async function provePassword(
  typed: TypedPassword,
  bucket: string,
  budgets: readonly ThrottleRule[] = [],
): Promise<Proof> {
  const { account, password, role, network } = typed;
  const name = [bucket, network, role, credentialOf(account, password).toString('base64')].join(' ');
  const known = underWay.byPassword.get(name);
  if (known) {
    const same = await known;
    if (same.ok || (same.code !== 'wrong-password' && same.code !== 'throttled')) return same;
  }
  const proof = askCloud(typed, bucket, budgets);
  underWay.all.add(proof);
  if (!underWay.byPassword.has(name)) underWay.byPassword.set(name, proof);
  return proof.finally(() => {
    underWay.all.delete(proof);
    if (underWay.byPassword.get(name) === proof) underWay.byPassword.delete(name);
  });
}

/** Resolves when no check is running: a try cut short by a stop is given back before the process ends. */
export async function settleProofs(): Promise<void> {
  await Promise.allSettled(underWay.all);
}

class BudgetSpent extends Error {
  constructor(readonly proof: Proof) {
    super('the budget of failed sign-ins is spent');
  }
}

async function askCloud(
  typed: TypedPassword,
  bucket: string,
  budgets: readonly ThrottleRule[],
): Promise<Proof> {
  const spent = await findSpent(budgets);
  if (spent) return throttled(spent.rule, spent.retryAt);
  const judged = { bucket, limit: judgedTries, windowMs, pendingMs: longestCallMs() };
  const unjudged = {
    bucket: `${unjudgedPrefix(typed.account)}${typed.network}`,
    limit: unjudgedTries,
    windowMs,
  };
  const reserved = await reserveOrWait(judged);
  if (!reserved) return { ok: false, code: 'stopping' };
  if (!reserved.ok) return throttled(judged, reserved.retryAt);
  const unjudgedTry = await reserveTry(unjudged, { settled: true });
  if (!unjudgedTry.ok) {
    await releaseTry(reserved.id);
    return throttled(unjudged, unjudgedTry.retryAt);
  }
  const { account, password, role } = typed;
  try {
    const stranger = (await findWorkspace(getDb(), typed)) === null;
    const order = await drawReadingOrder();
    // No retries: the vendor would count each copy of a wrong password.
    const signal = lateSignal();
    // Checked again just before the call: hundreds of sign-ins may have waited for their turn together.
    const admit = async () => {
      const spentNow = await findSpent(budgets);
      if (spentNow) throw new BudgetSpent(throttled(spentNow.rule, spentNow.retryAt));
    };
    const options = {
      retries: 0,
      priority: 'person',
      stranger,
      typed: true,
      maxCooldownMs,
      signal,
      admit,
    } as const;
    const list = await getUnguardedDoordeer().call('listChannels', { account, password, role }, options);
    await releaseTry(reserved.id);
    await forgetTries(unjudgedPrefix(account));
    return { ok: true, list: { ...list, ...order } };
  } catch (error) {
    if (error instanceof BudgetSpent) {
      await releaseTry(reserved.id);
      await releaseTry(unjudgedTry.id);
      return error.proof;
    }
    if (!isVendorError(error)) throw error;
    if (refusesPassword(error)) {
      await countTry(reserved.id);
      await addTries(budgets);
      await forgetTries(unjudgedPrefix(account));
      return { ok: false, code: 'wrong-password' };
    }
    await releaseTry(reserved.id);
    if (error.reason === 'aborted') {
      await releaseTry(unjudgedTry.id);
      return { ok: false, code: 'stopping' };
    }
    const wasSent = error.reason !== 'unreachable' && !error.isHeldBack;
    if (!wasSent) await releaseTry(unjudgedTry.id);
    return { ok: false, code: errorCodeOf(error), seconds: restSecondsOf(error) };
  }
}

function unjudgedPrefix(account: string): string {
  return `${bucketOf('sign-in-unjudged', account)}:`;
}

function throttled(rule: ThrottleRule, retryAt: Date): Proof {
  return { ok: false, code: 'throttled', minutes: minutesUntil(retryAt), throttledBy: rule };
}

/** Waiting for a slot, then for the answer. Later, a try reserved by a killed process no longer counts. */
function longestCallMs(): number {
  return 2 * getEnv().DOORDEER_TIMEOUT_MS + 10_000;
}

const waiting = { count: 0 };
const mostWaiting = 16;
const longestWaitMs = 12_000;

/**
 * When all tries are taken, running ones may succeed and be given back. So several tabs that sign in at once with the
 * right password all succeed. Few may wait, to stop a flood. Null: the process ends.
 */
async function reserveOrWait(rule: ThrottleRule): Promise<Reservation | null> {
  const first = await reserveTry(rule);
  if (first.ok || !first.pending || waiting.count >= mostWaiting) return first;
  waiting.count += 1;
  try {
    const deadline = performance.now() + longestWaitMs;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      if (lateSignal().aborted) return null;
      const next = await reserveTry(rule);
      if (next.ok || !next.pending || performance.now() > deadline) return next;
    }
  } finally {
    waiting.count -= 1;
  }
}
