import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { getEnv } from '@/lib/env';
import { foldAccount } from '@/lib/text/fold-account';
import { isSecure } from './cookie-name';

/** 180 days after its last sign-in a browser counts as unknown again. */
export const deviceLifetimeMs = 180 * 24 * 60 * 60_000;
const mostAccounts = 4;

const payloadSchema = z.object({
  id: z.string().min(1).max(64),
  accounts: z.array(z.tuple([z.string(), z.number()])).max(mostAccounts),
});
type Payload = z.output<typeof payloadSchema>;

export function deviceCookieName(): string {
  return isSecure() ? '__Secure-doordesk-device' : 'doordesk-device';
}

/**
 * The id of a browser that has signed in to this account before; otherwise null, also for a cookie that we did not
 * sign. It proves nothing else: it only gives the browser its own tries, which strangers cannot use up.
 */
export function readDevice(cookie: string | undefined, account: string, now = Date.now()): string | null {
  const payload = open(cookie);
  const digest = digestOf(account);
  return payload?.accounts.some(([known, until]) => known === digest && until > now) ? payload.id : null;
}

/** A member's name in the cookie. No vendor account has a line break in its name. */
export function deviceName(memberId: string): string {
  return `member\n${memberId}`;
}

export function readMemberDevice(cookie: string | undefined, memberId: string): string | null {
  return readDevice(cookie, deviceName(memberId));
}

export function issueDevice(cookie: string | undefined, account: string, now = Date.now()): string {
  const before = open(cookie);
  const digest = digestOf(account);
  const others = before?.accounts.filter(([known, until]) => known !== digest && until > now) ?? [];
  const payload: Payload = {
    id: before?.id ?? randomBytes(16).toString('base64url'),
    accounts: [[digest, now + deviceLifetimeMs] as [string, number], ...others].slice(0, mostAccounts),
  };
  const text = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${text}.${sign(text).toString('base64url')}`;
}

function open(cookie: string | undefined): Payload | null {
  const [text = '', mac = '', more] = (cookie ?? '').split('.');
  if (text === '' || more !== undefined) return null;
  const [given, own] = [Buffer.from(mac, 'base64url'), sign(text)];
  if (given.length !== own.length || !timingSafeEqual(given, own)) return null;
  try {
    return payloadSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}

function sign(text: string): Buffer {
  return createHmac('sha256', key('signature')).update(text).digest();
}

function digestOf(account: string): string {
  return createHmac('sha256', key('account'))
    .update(foldAccount(account))
    .digest()
    .subarray(0, 16)
    .toString('base64url');
}

/** A separate key for each use, so that no other signed value can be used here. */
function key(use: 'signature' | 'account'): Buffer {
  const secret = getEnv().NEXTAUTH_SECRET.reveal();
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `doordesk/device-cookie/${use}/v1`, 32));
}
