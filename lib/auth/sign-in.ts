import { recordAudit } from '@/lib/audit/record';
import { getDb } from '@/lib/db/client';
import { retryDeadlock } from '@/lib/db/run-transaction';
import { storeChannels } from '@/lib/devices/mutations';
import type { Role } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { log } from '@/lib/log';
import { ensureConnection, renewConnection } from './connection';
import { countUnknown } from './count-unknown';
import { credentialOf } from './credential';
import { issueDevice, readDevice } from './device-cookie';
import { acceptCredential } from './doubt';
import { forgetOldPasswords } from './exposed-password';
import { isKnownAccount, leaveNotice } from './leave-notice';
import { noteMembersOfBrowser } from './note-shared-browser';
import { provePassword, type TypedPassword } from './prove-password';
import { isVendorClosed } from './read-person';
import { deviceOf } from './scope-entry';
import { createSession, endSurplusSessions, ensureWorkspace, findWorkspace } from './session';
import { sweepSessions } from './sweep-sessions';
import { bucketOf, countLeft, networkRules, type ThrottleRule } from './throttle';
import { recordThrottled } from './throttled-entry';
import { judgedTries, triedInTurn } from './try-limits';

export type SignInAttempt = TypedPassword & {
  userAgent: string;
  device?: string | undefined;
};

export type SignInResult =
  | { ok: true; id: string; token: string; workspaceId: string; device: string }
  | { ok: false; code: ErrorCode; minutes?: number; seconds?: number; left?: number };

const windowMs = 15 * 60_000;
/** Most wrong passwords from one network, and from all, for accounts that the browser has not opened before. */
const failuresOfNetwork = 50;
const failuresOfAll = 1_000;

/** Many accounts with one guess each leave every account's own tries unused. */
function failureBudgets(network: string): ThrottleRule[] {
  return [
    ...networkRules({ purpose: 'sign-in-failed', network, limit: failuresOfNetwork, windowMs }),
    { bucket: 'sign-in-failed:everybody', limit: failuresOfAll, windowMs },
  ];
}

/**
 * Signs in with a password that the cloud accepts. Refusals are the same whether the account exists or not: the cloud
 * does not say either. Wrong passwords count per account, for all roles and addresses. A browser that signed in to this
 * account before has its own count, and needs none of the budgets for strangers.
 */
export async function signIn(attempt: SignInAttempt): Promise<SignInResult> {
  const { device, bucket, budgets } = limitsOf(attempt);
  const proof = await provePassword(attempt, bucket, budgets);
  if (!proof.ok) {
    await recordRefusal(attempt, proof);
    const { code, minutes, seconds } = proof;
    return { ok: false, code, ...(minutes ? { minutes } : {}), ...(seconds ? { seconds } : {}) };
  }
  if (await isClosed(attempt)) {
    await recordRefusal(attempt, { ok: false, code: 'sign-in-closed' });
    return { ok: false, code: 'sign-in-closed' };
  }
  // At an account's very first sign-in there is no one to notify.
  const isNews = device === null && (await isKnownAccount(getDb(), attempt.account));
  const workspaceId = await ensureWorkspace(getDb(), attempt);
  const connectionId = await ensureConnection(getDb(), { ...attempt, workspaceId });
  await storeChannels({ workspaceId, connectionId }, proof.list);
  const issued = issueDevice(attempt.device, attempt.account);
  const session = await open(attempt, { workspaceId, device: readDevice(issued, attempt.account), isNews });
  sweepSessions().catch((error) => log.warn({ err: error }, 'old sessions could not be removed'));
  return { ok: true, ...session, workspaceId, device: issued };
}

/** Asked only after the password was proven: before that, the answer says nothing about the account. */
async function isClosed(who: { account: string; role: Role }): Promise<boolean> {
  const workspaceId = await findWorkspace(getDb(), who);
  return workspaceId !== null && isVendorClosed(workspaceId);
}

/** What wrong passwords count against: a try's own bucket, and for a stranger's browser the budgets of all accounts. */
function limitsOf({ account, network, device: cookie }: Omit<SignInAttempt, 'role'>) {
  const device = readDevice(cookie, account);
  return device
    ? { device, bucket: `sign-in-device:${device}`, budgets: [] }
    : { device, bucket: bucketOf('sign-in', account), budgets: failureBudgets(network) };
}

/**
 * Each role is a try of its own for every limit: the cloud gets a wrong password up to three times. With fewer tries
 * left no role is tried, because the right password might be refused before its role's turn. With none left, the first
 * role's answer says how long to wait.
 */
export async function signInUnsure(attempt: Omit<SignInAttempt, 'role'>): Promise<SignInResult> {
  const { bucket, budgets } = limitsOf(attempt);
  const left = await countLeft([{ bucket, limit: judgedTries, windowMs }, ...budgets]);
  if (left > 0 && left < triedInTurn.length) return { ok: false, code: 'few-tries', left };
  for (const role of triedInTurn) {
    const result = await signIn({ ...attempt, role });
    if (result.ok || result.code !== 'wrong-password') return result;
  }
  return { ok: false, code: 'wrong-password' };
}

/** Session, effects on others with the same password, and audit entry: all or nothing. */
async function open(
  attempt: SignInAttempt,
  { workspaceId, device, isNews }: { workspaceId: string; device: string | null; isNews: boolean },
): Promise<{ id: string; token: string }> {
  const who = { ...attempt, workspaceId, device, actor: attempt.account };
  return retryDeadlock(() =>
    getDb()
      .transaction()
      .execute(async (trx) => {
        const session = await createSession(trx, who);
        await endSurplusSessions(trx, attempt);
        if (isNews) await leaveNotice(trx, { ...attempt, kind: 'browser', device });
        const credential = credentialOf(attempt.account, attempt.password);
        await acceptCredential(trx, { credential, role: attempt.role });
        await forgetOldPasswords(trx, { ...attempt, credential });
        await noteMembersOfBrowser(trx, { cookie: attempt.device, device }, { ...attempt, credential });
        await renewConnection(trx, who);
        await recordAudit(trx, { ...entryOf(attempt, workspaceId), outcome: 'done' });
        return session;
      }),
  );
}

async function recordRefusal(
  attempt: SignInAttempt,
  { code, throttledBy }: Extract<Awaited<ReturnType<typeof provePassword>>, { ok: false }>,
): Promise<void> {
  const workspaceId = await findWorkspace(getDb(), attempt);
  // Strangers can make up any number of accounts, and the audit log is never shortened.
  if (workspaceId === null)
    return countUnknown({ action: 'sessions.sign-in', outcome: 'refused', detail: { code } });
  const entry = entryOf(attempt, workspaceId);
  if (throttledBy) return recordThrottled(throttledBy, entry);
  const outcome = code === 'wrong-password' || code === 'sign-in-closed' ? 'refused' : 'failed';
  await recordAudit(getDb(), { ...entry, outcome, detail: { code } }).catch(() => {});
}

/** In the workspace's own log, if the account has signed in before: its owner shall see who tries. */
function entryOf({ account, role, network, userAgent }: SignInAttempt, workspaceId: string | null) {
  return {
    ...{ workspaceId, actor: account, account, role, action: 'sessions.sign-in', subject: account },
    ...{ network, device: deviceOf(userAgent) },
  };
}
