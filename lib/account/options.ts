import { cookies } from 'next/headers';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { clientAddressHeader, networkOf } from '@/lib/auth/client-network';
import { readSessionToken } from '@/lib/auth/cookie';
import { isSecure } from '@/lib/auth/cookie-name';
import { deviceCookieName, deviceLifetimeMs } from '@/lib/auth/device-cookie';
import { isInsideNext, readRequest } from '@/lib/auth/request';
import { safePath } from '@/lib/auth/safe-path';
import { signInSchema } from '@/lib/auth/schema';
import { findSession, lifetimeMs } from '@/lib/auth/session';
import { signIn } from '@/lib/auth/sign-in';
import { signOut } from '@/lib/auth/sign-out';
import { Secret } from '@/lib/doordeer/secret';
import { getEnv } from '@/lib/env';
import { errorCodeOf } from '@/lib/errors';
import { resumeJobs } from '@/lib/jobs/mutations';
import { log } from '@/lib/log';

/** Carries a refusal through next-auth, which hands an error's message to the page: `code`, `code:minutes` or `code::seconds`. */
class SignInRefused extends Error {}

/**
 * next-auth keeps the cookie and the token against forged sign-ins; who is signed in stands in the database. The cookie
 * holds an opaque id and nothing about the person.
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: getEnv().NEXTAUTH_SECRET.reveal(),
    useSecureCookies: isSecure(),
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
      // Drops what next-auth puts in by itself (name, email, picture, sub).
      async jwt({ token, user }) {
        if (user) return { sid: user.id };
        if (typeof token.sid === 'string' && (await findSession(token.sid, { touch: false }))) {
          return { sid: token.sid };
        }
        // An ended session: next-auth answers with an empty one and takes the cookie back.
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
      // Its details repeat request bodies; the name says enough. An ended session is nothing out of the ordinary.
      error: (code) => {
        if (code !== 'JWT_SESSION_ERROR') log.error({ code }, 'next-auth reported an error');
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

async function authorize(given: unknown, userAgent: string): Promise<{ id: string }> {
  const parsed = signInSchema.safeParse(given);
  if (!parsed.success) throw new SignInRefused('invalid-input');
  const { account, password, account_type: role } = parsed.data;
  const before = await readSessionToken();
  const { headers, cookie } = await readRequest();
  const result = await signIn({
    account,
    password: new Secret(password),
    role,
    userAgent,
    network: networkOf(headers.get(clientAddressHeader)),
    device: cookie(deviceCookieName()),
  }).catch((error) => {
    const code = errorCodeOf(error);
    if (code === 'unexpected') log.error({ err: error }, 'sign-in failed');
    throw new SignInRefused(code);
  });
  if (!result.ok) {
    const { code, minutes = '', seconds = '' } = result;
    throw new SignInRefused([code, minutes, seconds].join(':').replace(/:+$/, ''));
  }
  // Whoever signs in over a live session leaves that one: its cookie is about to be overwritten.
  if (before)
    await signOut(before).catch((error) => log.warn({ err: error }, 'the session before was not ended'));
  await keepDevice(result.device);
  // Bulk changes that waited for this account continue with the new session.
  resumeJobs(result.workspaceId, result.id).catch((error) =>
    log.warn({ err: error }, 'waiting jobs could not be resumed'),
  );
  return { id: result.token };
}

/** Only the sign-in itself ever reads it, so that it goes nowhere else. */
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
