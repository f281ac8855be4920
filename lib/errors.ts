import { longestRetryAfterMs } from './doordeer/client/breaker';
import { isVendorError, type RefusalReason, type TransportReason } from './doordeer/errors';

/** Every way in which a request can fail. A code without words in `lib/i18n/messages/<language>/errors.ts` is a type error. */
export type ErrorCode =
  | 'invalid-input'
  | 'signed-out'
  | 'other-workspace'
  | 'not-found'
  | 'not-allowed'
  | 'password-needed'
  | 'wrong-password'
  | 'throttled'
  | 'few-tries'
  | 'no-connection'
  | 'connection-stopped'
  | 'viewing-as'
  | 'approval-needed'
  | 'sign-in-closed'
  | 'vendor-closed'
  | 'member-stopped'
  | 'identity-needed'
  | 'wrong-passkey'
  | 'passkey-unused'
  | 'passkey-elsewhere'
  | 'code-needed'
  | 'wrong-code'
  | 'oidc-needed'
  | 'no-workspace'
  | 'link-ended'
  | 'recovery-elsewhere'
  | 'recovery-unsettled'
  | 'already-member'
  | 'name-taken'
  | 'last-way'
  | 'identity-unknown'
  | 'identity-taken'
  | 'issuer-failed'
  | 'beyond-own'
  | 'last-owner'
  | 'approvers-needed'
  | 'member-needed'
  | 'oidc-owner-needed'
  | 'conflict'
  | 'too-large'
  | 'exports-busy'
  | 'file-withdrawn'
  | 'audit-unavailable'
  | 'database-unavailable'
  | 'database-full'
  | 'database-read-only'
  | 'outcome-unknown'
  | 'connection-lost'
  | 'stopping'
  | 'busy'
  | 'wrong-address'
  | 'unexpected'
  | 'cloud-garbled'
  | 'cloud-nonsense'
  | `cloud-${TransportReason}`
  | `refused-${RefusalReason}`;

/** A failure of a program or of the settings. Its message is for the operator, and says what to do. */
export class OperatorFault extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'OperatorFault';
  }
}

export function isOperatorFault(error: unknown): error is Error {
  return error instanceof Error && error.name === 'OperatorFault';
}

export class DeskError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** Field name → key under `errors.fields`, or a ready sentence. */
    readonly fields?: Record<string, string>,
  ) {
    super(code);
    this.name = 'DeskError';
  }
}

export function isDeskError(error: unknown): error is DeskError {
  return error instanceof Error && error.name === 'DeskError';
}

/** Never the error's message, which is only for the log. */
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
  if (isReadOnly(error)) return 'database-read-only';
  return 'unexpected';
}

/** Seconds until the cloud may be asked again. Undefined if not known. */
export function restSecondsOf(error: unknown): number | undefined {
  if (!isVendorError(error) || !error.retryAfterMs) return undefined;
  return Math.ceil(Math.min(error.retryAfterMs, longestRetryAfterMs) / 1_000);
}

/** The cloud refused the password in this call, or in an earlier one, so that this one was not sent. */
export function isPasswordRefused(code: ErrorCode | undefined): boolean {
  return code === 'refused-wrong-credentials' || code === 'cloud-in-doubt';
}

/** There is no connection to go through: none at all, or the one that this needs does not work while others do. */
export function isConnectionMissing(code: ErrorCode | undefined): boolean {
  return code === 'no-connection' || code === 'connection-stopped';
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
  // The driver gives these errors no code: a connection that broke, timed out, or was closed because this process ends.
  if (!('code' in error)) {
    return /^Connection terminated|^timeout exceeded when trying to connect$|^driver has already been destroyed$|^Cannot use a pool after calling end/.test(
      error.message,
    );
  }
  const code = String(error.code);
  // PostgreSQL's appendix A: class 08 is "connection exception", 57P0x is "shutting down" or "starting up".
  return unreachable.has(code) || /^(08|57P0|53300)/.test(code);
}

/** A time limit of `lib/db/client.ts`: a database that hardly answers, or a lock that is not free. */
function isTooSlow(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return error.code === '55P03' || (error.code === '57014' && /statement timeout/.test(error.message));
}

/** PostgreSQL's "disk full". Reading still works, so it differs from a database that is away. */
function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '53100';
}

/** A standby, or a setting. Reading still works. */
function isReadOnly(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '25006';
}

/** The database takes no changes, and stored data can still be read. */
export function takesNoChanges(error: unknown): boolean {
  return isDiskFull(error) || isReadOnly(error);
}
