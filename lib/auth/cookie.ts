import { decode, encode } from 'next-auth/jwt';
import { getEnv } from '@/lib/env';
import { cookieName } from './cookie-name';
import { readRequest } from './request';
import { lifetimeMs } from './session';

/** The opaque session id inside the request's cookie; null when there is none, or none that we sealed. */
export async function readSessionToken(): Promise<string | null> {
  const { cookie } = await readRequest();
  const sealed = cookie(cookieName());
  return sealed ? openCookie(sealed) : null;
}

export async function openCookie(sealed: string): Promise<string | null> {
  try {
    const claims = await decode({ token: sealed, secret: getEnv().NEXTAUTH_SECRET.reveal() });
    return typeof claims?.sid === 'string' ? claims.sid : null;
  } catch {
    return null;
  }
}

/** The cookie's value for a session, as next-auth writes it: for tests that sign in without the page. */
export async function sealCookie(token: string): Promise<string> {
  return encode({
    token: { sid: token },
    secret: getEnv().NEXTAUTH_SECRET.reveal(),
    maxAge: lifetimeMs / 1_000,
  });
}
