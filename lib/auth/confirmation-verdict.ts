import type { ErrorCode } from '@/lib/errors';

export type Confirmation =
  | { ok: true }
  /** `ends`: so many wrong proofs that the person is probably not the session's owner. */
  | { ok: false; code: 'throttled'; minutes: number; ends: boolean }
  | { ok: false; code: Exclude<ErrorCode, 'throttled'> };
