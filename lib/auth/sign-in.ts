import { recordAudit } from '@/lib/audit/record';
import { getDoordeer } from '@/lib/cloud';
import { getDb } from '@/lib/db/client';
import { storeChannels } from '@/lib/devices/mutations';
import { isVendorError, refusesPassword } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { type ErrorCode, errorCodeOf } from '@/lib/errors';
import { resumeJobs } from '@/lib/jobs/mutations';
import { log } from '@/lib/log';
import { createSession, ensureWorkspace, findWorkspace, sweepSessions } from './session';
import {
  bucketOf,
  countTry,
  minutesUntil,
  type Reservation,
  releaseTry,
  reserveTry,
  type ThrottleRule,
} from './throttle';
import { recordThrottled } from './throttled-entry';

export type SignInAttempt = { account: string; password: Secret; role: Role; userAgent: string };

export type SignInResult =
  | { ok: true; id: string; token: string }
  | { ok: false; code: ErrorCode; minutes?: number };

/** At most so many failed tries reach the vendor for an account, whatever role or address they come with. */
const triesPerAccount = 5;
const windowMs = 15 * 60_000;

/**
 * Signs in by reading the device list (10002), the only call that proves a password without changing anything. A try is
 * reserved before the call leaves, and given back when it succeeded or was never sent. Refusals are answered alike
 * whether the account exists or not, for the cloud does not tell us either.
 */
export async function signIn(attempt: SignInAttempt): Promise<SignInResult> {
  const rule = { bucket: bucketOf('sign-in', attempt.account), limit: triesPerAccount, windowMs };
  const reserved = await reserveOrWait(rule);
  if (!reserved.ok) {
    await recordThrottled(rule, entryOf(attempt, await findWorkspace(getDb(), attempt)));
    return { ok: false, code: 'throttled', minutes: minutesUntil(reserved.retryAt) };
  }
  try {
    const stranger = (await findWorkspace(getDb(), attempt)) === null;
    // No retries: each copy of a wrong password would count at the vendor.
    const { channels, skipped } = await getDoordeer().call(
      'listChannels',
      { account: attempt.account, password: attempt.password, role: attempt.role },
      { retries: 0, priority: 'person', stranger },
    );
    await releaseTry(reserved.id);
    const workspaceId = await ensureWorkspace(getDb(), attempt);
    await storeChannels(workspaceId, channels, skipped);
    const session = await open(attempt, workspaceId);
    sweepSessions().catch((error) => log.warn({ err: error }, 'old sessions could not be swept'));
    // Bulk changes that waited for this account go on with the new session.
    resumeJobs(workspaceId, session.id).catch((error) =>
      log.warn({ err: error }, 'waiting jobs could not be resumed'),
    );
    return { ok: true, ...session };
  } catch (error) {
    if (!isVendorError(error)) throw error;
    if (error.reason === 'unreachable') await releaseTry(reserved.id);
    else await countTry(reserved.id);
    const code = refusesPassword(error) ? 'wrong-password' : errorCodeOf(error);
    await recordRefusal(attempt, code);
    return { ok: false, code };
  }
}

/** The session and its audit entry stand or fall together. */
async function open(attempt: SignInAttempt, workspaceId: string): Promise<{ id: string; token: string }> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const session = await createSession(trx, { ...attempt, workspaceId, actor: attempt.account });
      await recordAudit(trx, { ...entryOf(attempt, workspaceId), outcome: 'done' });
      return session;
    });
}

/** A refusal stands even when it cannot be recorded: there is nothing to undo. */
async function recordRefusal(attempt: SignInAttempt, code: ErrorCode): Promise<void> {
  const entry = entryOf(attempt, await findWorkspace(getDb(), attempt));
  const outcome = code === 'wrong-password' ? 'refused' : 'failed';
  await recordAudit(getDb(), { ...entry, outcome, detail: { code } }).catch(() => {});
}

/** To the workspace's own log, if the account has signed in before: its owner shall see who tries. */
function entryOf({ account, role }: SignInAttempt, workspaceId: string | null) {
  return { workspaceId, actor: account, account, role, action: 'sessions.sign-in', subject: account };
}

const waiting = { count: 0 };
const mostWaiting = 16;
const longestWaitMs = 12_000;

/**
 * When all tries are taken but some are still under way, they may succeed and be given back: several tabs that sign in
 * at once with the right password all get in. Few may wait, so that a flood cannot pile up here.
 */
async function reserveOrWait(rule: ThrottleRule): Promise<Reservation> {
  const first = await reserveTry(rule);
  if (first.ok || !first.pending || waiting.count >= mostWaiting) return first;
  waiting.count += 1;
  try {
    const deadline = Date.now() + longestWaitMs;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      const next = await reserveTry(rule);
      if (next.ok || !next.pending || Date.now() > deadline) return next;
    }
  } finally {
    waiting.count -= 1;
  }
}
