import type { ErrorCode } from '@/lib/errors';

/** Codes that `settleOidc` puts into the address of the sign-in page. */
const ours = [
  'identity-unknown',
  'identity-taken',
  'issuer-failed',
  'no-workspace',
  'link-ended',
  'already-member',
  'name-taken',
  'not-allowed',
  'oidc-needed',
  'database-unavailable',
  'database-read-only',
  'database-full',
  'audit-unavailable',
  'unexpected',
] as const satisfies ErrorCode[];

/** Of next-auth, in the parameter `error`. The issuer was away, or its answer did not fit: audience, signature, nonce. */
const ofNextAuth = ['OAuthSignin', 'OAuthCallback', 'OAuthCreateAccount', 'Callback', 'AccessDenied'];

/** Why the issuer's answer did not sign a person in. Null: no such refusal is in the address. */
export function issuerRefusal(error: unknown): ErrorCode | null {
  if (typeof error !== 'string') return null;
  return ours.find((code) => code === error) ?? (ofNextAuth.includes(error) ? 'issuer-failed' : null);
}
