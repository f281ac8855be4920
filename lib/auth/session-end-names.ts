import type { SessionEnd } from '@/lib/db/tables/auth';

/** `upgraded`: the cookie is of an older version. */
export type SignInReason = SessionEnd | 'upgraded';

const reasons: readonly string[] = [
  'signed-out',
  'ended-elsewhere',
  'idle',
  'expired',
  'password-changed',
  'throttled',
  'too-many',
  'removed',
  'sign-in-closed',
  'oidc-only',
  'upgraded',
] satisfies SignInReason[];

/** Checks a value from the address bar against the reasons that /login can explain. */
export function isSignInReason(value: unknown): value is SignInReason {
  return typeof value === 'string' && reasons.includes(value);
}
