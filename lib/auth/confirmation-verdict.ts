import type { Secret } from '@/lib/doordeer/secret';
import type { ErrorCode } from '@/lib/errors';

/** How a person shows who they are. A further way, such as a passkey, is one more member, and one more check. */
export type IdentityProof = { way: 'password'; password: Secret };

export type Confirmation =
  | { ok: true }
  /** `ends`: so many wrong proofs that the person is probably not the session's owner. */
  | { ok: false; code: 'throttled'; minutes: number; ends: boolean }
  | { ok: false; code: Exclude<ErrorCode, 'throttled'> };
