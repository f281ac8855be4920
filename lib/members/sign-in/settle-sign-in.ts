import { cookies } from 'next/headers';
import { readNetwork } from '@/lib/auth/client-network';
import { readSessionToken } from '@/lib/auth/cookie';
import { isSecure } from '@/lib/auth/cookie-name';
import { deviceCookieName, deviceLifetimeMs } from '@/lib/auth/device-cookie';
import { noteReplacedSession } from '@/lib/auth/note-shared-browser';
import { isInsideNext, readRequest } from '@/lib/auth/request';
import { findSession } from '@/lib/auth/session';
import { signOut } from '@/lib/auth/sign-out';
import { waitForStep } from '@/lib/auth/wait-for-step';
import { type ErrorCode, errorCodeOf } from '@/lib/errors';
import { resumeJobs } from '@/lib/jobs/mutations';
import { log } from '@/lib/log';
import type { Client } from './open-member-session';

/** next-auth passes an error's message to the page: `code:minutes:seconds:left`, without empty parts at the end. */
export class SignInRefused extends Error {}

type Result =
  | { ok: true; id: string; token: string; workspaceId: string; device: string }
  | { ok: false; code: ErrorCode; minutes?: number; seconds?: number; left?: number };

export async function readClient(userAgent: string): Promise<Client> {
  const { cookie } = await readRequest();
  return { userAgent, network: await readNetwork(), device: cookie(deviceCookieName()) };
}

/** For next-auth's `authorize`: the id of the person is the new session's. Throws `SignInRefused`. */
export async function settleSignIn(trying: () => Promise<Result>): Promise<{ id: string }> {
  const began = performance.now();
  const result = await trying().catch((error) => {
    const code = errorCodeOf(error);
    if (code === 'unexpected') log.error({ err: error }, 'sign-in failed');
    throw new SignInRefused(code);
  });
  if (!result.ok) {
    await waitForStep(began);
    const { code, minutes = '', seconds = '', left = '' } = result;
    throw new SignInRefused([code, minutes, seconds, left].join(':').replace(/:+$/, ''));
  }
  await replaceSession(result);
  return { id: result.token };
}

/** A sign-in over a live session ends that session, because its cookie is about to be overwritten. */
export async function replaceSession(result: Extract<Result, { ok: true }>): Promise<void> {
  const before = await readSessionToken();
  const [replaced, made] = await Promise.all([
    before ? findSession(before, { touch: false }) : null,
    findSession(result.token, { touch: false }),
  ]);
  if (replaced && made) await noteReplacedSession(replaced, made);
  if (before)
    await signOut(before).catch((error) => log.warn({ err: error }, 'the earlier session was not ended'));
  await keepDevice(result.device);
  resumeJobs(result.workspaceId, result.id).catch((error) =>
    log.warn({ err: error }, 'waiting jobs could not be resumed'),
  );
}

/** Only the sign-in reads it, so the browser sends it nowhere else. */
async function keepDevice(value: string): Promise<void> {
  if (!isInsideNext()) return;
  (await cookies()).set(deviceCookieName(), value, {
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(),
    path: '/api/auth',
    maxAge: deviceLifetimeMs / 1_000,
  });
}
