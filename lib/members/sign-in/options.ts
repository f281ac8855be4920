import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { cookieName, isSecure } from '@/lib/auth/cookie-name';
import { safePath } from '@/lib/auth/safe-path';
import { signInSchema } from '@/lib/auth/schema';
import { findSession, lifetimeMs } from '@/lib/auth/session';
import { signIn, signInUnsure } from '@/lib/auth/sign-in';
import { signOut } from '@/lib/auth/sign-out';
import { Secret } from '@/lib/doordeer/secret';
import { getEnv } from '@/lib/env';
import { createRefusalLog } from '@/lib/http/refusal-log';
import { log } from '@/lib/log';
import { memberProviders, settleOidc } from './member-provider';
import { oidcProvider } from './oidc-client';
import { readClient, SignInRefused, settleSignIn } from './settle-sign-in';

/** Limited, because any client can cause some of them. */
const noteFailure = createRefusalLog((fields) =>
  log.error(fields, `next-auth reported an error: ${fields.reason}`),
);

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
          return signInVendor(given, String(request.headers?.['user-agent'] ?? ''));
        },
      }),
      ...memberProviders(),
      ...oidcProvider(),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        return account?.provider === 'oidc' ? settleOidc(user, profile) : true;
      },
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
          user: living ? { name: living.memberName ?? living.account } : {},
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

async function signInVendor(given: unknown, userAgent: string): Promise<{ id: string }> {
  const parsed = signInSchema.safeParse(given);
  if (!parsed.success) throw new SignInRefused('invalid-input');
  const { account, password, account_type: role } = parsed.data;
  const attempt = { account, password: new Secret(password), ...(await readClient(userAgent)) };
  return settleSignIn(() => (role === 'unsure' ? signInUnsure(attempt) : signIn({ ...attempt, role })));
}
