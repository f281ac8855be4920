import { longestRetryAfterMs } from './doordeer/client/breaker';
import { isVendorError, type RefusalReason, type TransportReason } from './doordeer/errors';

/**
 * Every way in which something that a person asked for can fail. Closed: the words for each code, in each language,
 * stand in `lib/i18n/messages/<language>/errors.ts`, and a missing one is a type error.
 */
export type ErrorCode =
  | 'invalid-input'
  | 'signed-out'
  | 'not-found'
  | 'not-allowed'
  | 'password-needed'
  | 'wrong-password'
  | 'throttled'
  | 'conflict'
  | 'too-large'
  | 'exports-busy'
  | 'file-withdrawn'
  | 'audit-unavailable'
  | 'database-unavailable'
  | 'database-full'
  | 'outcome-unknown'
  | 'connection-lost'
  | 'stopping'
  | 'wrong-address'
  | 'unexpected'
  | 'cloud-garbled'
  | 'cloud-nonsense'
  | `cloud-${TransportReason}`
  | `refused-${RefusalReason}`;

/** An expected failure on its way to a person; `lib/http/action.ts` turns it into an answer. */
export class DeskError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** Words beside fields: field name → key under `errors.fields` or a ready sentence. */
    readonly fields?: Record<string, string>,
  ) {
    super(code);
    this.name = 'DeskError';
  }
}

export function isDeskError(error: unknown): error is DeskError {
  return error instanceof Error && error.name === 'DeskError';
}

/** The code that tells a person about `error`; never its message, which is for the log. */
export function errorCodeOf(error: unknown): ErrorCode {
  if (isDeskError(error)) return error.code;
  if (isVendorError(error)) {
    if (error.kind === 'decoding') return 'cloud-garbled';
    if (error.kind === 'schema') return 'cloud-nonsense';
    if (error.kind === 'transport') return `cloud-${(error.reason ?? 'dropped') as TransportReason}`;
    return `refused-${(error.reason ?? 'failure') as RefusalReason}`;
  }
  if (isDatabaseDown(error) || isTooSlow(error)) return 'database-unavailable';
  if (isDiskFull(error)) return 'database-full';
  return 'unexpected';
}

/** Seconds after which the cloud may be asked again: it said so, or has not answered for a while. Undefined: not known. */
export function restSecondsOf(error: unknown): number | undefined {
  if (!isVendorError(error) || !error.retryAfterMs) return undefined;
  return Math.ceil(Math.min(error.retryAfterMs, longestRetryAfterMs) / 1_000);
}

/** The cloud refused the account's password: to this call, or to one before, so that this one was not sent. */
export function isPasswordRefused(code: ErrorCode | undefined): boolean {
  return code === 'refused-wrong-credentials' || code === 'cloud-in-doubt';
}

/** No change was sent, because the device list is in doubt or outdated. */
export function isListHindrance(code: ErrorCode | undefined): boolean {
  return code === 'cloud-list-in-doubt' || code === 'cloud-list-outdated';
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The driver gives no code for these, only words: a connection that broke or did not come about in time, or
  // that this process has given up because it ends.
  if (!('code' in error)) {
    return /^Connection terminated|^timeout exceeded when trying to connect$|^driver has already been destroyed$|^Cannot use a pool after calling end/.test(
      error.message,
    );
  }
  const code = String(error.code);
  // Class 08 is "connection exception", 57P0x "shutting down or starting up" in PostgreSQL's appendix A.
  return unreachable.has(code) || /^(08|57P0|53300)/.test(code);
}

/** A statement that reached the limit of `lib/db/client.ts`: a database that hardly answers, or a lock that is not given. */
function isTooSlow(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return error.code === '55P03' || (error.code === '57014' && /statement timeout/.test(error.message));
}

/** PostgreSQL's own "disk full"; what reads goes on, so it is told apart from a database that is away. */
function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '53100';
}
