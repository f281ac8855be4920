import { cookies } from 'next/headers';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { readNetwork } from '@/lib/auth/client-network';
import { readSessionToken } from '@/lib/auth/cookie';
import { cookieName, isSecure } from '@/lib/auth/cookie-name';
import { deviceCookieName, deviceLifetimeMs } from '@/lib/auth/device-cookie';
import { isInsideNext, readRequest } from '@/lib/auth/request';
import { safePath } from '@/lib/auth/safe-path';
import { signInSchema } from '@/lib/auth/schema';
import { findSession, lifetimeMs } from '@/lib/auth/session';
import { signIn, signInUnsure } from '@/lib/auth/sign-in';
import { signOut } from '@/lib/auth/sign-out';
import { waitForStep } from '@/lib/auth/wait-for-step';
import { Secret } from '@/lib/doordeer/secret';
import { getEnv } from '@/lib/env';
import { errorCodeOf } from '@/lib/errors';
import { createRefusalLog } from '@/lib/http/refusal-log';
import { resumeJobs } from '@/lib/jobs/mutations';
import { log } from '@/lib/log';

/** Limited, because any client can cause some of them. */
const noteFailure = createRefusalLog((fields) =>
  log.error(fields, `next-auth reported an error: ${fields.reason}`),
);

/** next-auth passes an error's message to the page: `code:minutes:seconds:left`, without empty parts at the end. */
class SignInRefused extends Error {}

/** next-auth handles the cookie, which holds only an opaque id. The database says who is signed in. */
export function authOptions(): NextAuthOptions {
  return {
    secret: getEnv().NEXTAUTH_SECRET.reveal(),
    useSecureCookies: isSecure(),
    cookies: {
      sessionToken: {
        name: cookieName(),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() },
      },
    },
    session: { strategy: 'jwt', maxAge: lifetimeMs / 1_000 },
    pages: { signIn: '/login', signOut: '/login', error: '/login' },
    providers: [
      Credentials({
        credentials: { account: {}, password: { type: 'password' }, account_type: {} },
        async authorize(given, request) {
          return authorize(given, String(request.headers?.['user-agent'] ?? ''));
        },
      }),
    ],
    callbacks: {
      // Drops what next-auth adds by itself (name, email, picture, sub).
      async jwt({ token, user }) {
        if (user) return { sid: user.id };
        if (typeof token.sid === 'string' && (await findSession(token.sid, { touch: false }))) {
          return { sid: token.sid };
        }
        // For an ended session next-auth then answers with an empty session and removes the cookie.
        throw new Error('session has ended');
      },
      async session({ session, token }) {
        const living = typeof token.sid === 'string' ? await findSession(token.sid, { touch: false }) : null;
        return {
          user: living ? { name: living.account } : {},
          role: living?.role,
          expires: living?.expiresAt.toISOString() ?? session.expires,
        };
      },
      redirect: ({ url, baseUrl }) => `${baseUrl}${safePath(url, baseUrl)}`,
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await signOut(token.sid);
      },
    },
    logger: {
      // The error's details repeat request bodies, so only its code is logged. An ended session is normal.
      error: (code) => {
        if (code !== 'JWT_SESSION_ERROR') noteFailure({ reason: code });
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

async function authorize(given: unknown, userAgent: string): Promise<{ id: string }> {
  const parsed = signInSchema.safeParse(given);
  if (!parsed.success) throw new SignInRefused('invalid-input');
  const began = performance.now();
  const { account, password, account_type: role } = parsed.data;
  const before = await readSessionToken();
  const { cookie } = await readRequest();
  const attempt = {
    account,
    password: new Secret(password),
    userAgent,
    network: await readNetwork(),
    device: cookie(deviceCookieName()),
  };
  const trying = role === 'unsure' ? signInUnsure(attempt) : signIn({ ...attempt, role });
  const result = await trying.catch((error) => {
    const code = errorCodeOf(error);
    if (code === 'unexpected') log.error({ err: error }, 'sign-in failed');
    throw new SignInRefused(code);
  });
  if (!result.ok) {
    await waitForStep(began);
    const { code, minutes = '', seconds = '', left = '' } = result;
    throw new SignInRefused([code, minutes, seconds, left].join(':').replace(/:+$/, ''));
  }
  // A sign-in over a live session ends that session, because its cookie is about to be overwritten.
  if (before)
    await signOut(before).catch((error) => log.warn({ err: error }, 'the earlier session was not ended'));
  await keepDevice(result.device);
  resumeJobs(result.workspaceId, result.id).catch((error) =>
    log.warn({ err: error }, 'waiting jobs could not be resumed'),
  );
  return { id: result.token };
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
