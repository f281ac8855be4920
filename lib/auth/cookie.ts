import { decode, encode } from 'next-auth/jwt';
import { getEnv } from '@/lib/env';
import { cookieName } from './cookie-name';
import { readRequest } from './request';
import { lifetimeMs } from './session';

export async function readSessionToken(): Promise<string | null> {
  const { cookie } = await readRequest();
  const sealed = cookie(cookieName());
  return sealed ? openCookie(sealed) : null;
}

async function openCookie(sealed: string): Promise<string | null> {
  const known = opened.get(sealed);
  if (known) return known.expiresAt > Date.now() ? known.sid : null;
  try {
    const claims = await decode({ token: sealed, secret: getEnv().NEXTAUTH_SECRET.reveal() });
    if (typeof claims?.sid !== 'string') return null;
    const expiresAt = typeof claims.exp === 'number' ? claims.exp * 1_000 : 0;
    if (opened.size >= openedAtMost) opened.delete(opened.keys().next().value ?? '');
    opened.set(sealed, { sid: claims.sid, expiresAt });
    return claims.sid;
  } catch {
    return null;
  }
}

/** Opening a seal takes longer than a query, so its content is kept. Each request still looks the session up. */
const opened = new Map<string, { sid: string; expiresAt: number }>();
const openedAtMost = 2_000;

export async function sealCookie(token: string): Promise<string> {
  return encode({
    token: { sid: token },
    secret: getEnv().NEXTAUTH_SECRET.reveal(),
    maxAge: lifetimeMs / 1_000,
  });
}
