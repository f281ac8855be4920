/** Where a call went wrong: on the way, in the encryption, in the answer's shape, or by the vendor's own refusal. */
export type VendorErrorKind = 'transport' | 'decoding' | 'schema' | 'result';

/** Why the vendor refused, as its document words it for each call's result codes. */
export type RefusalReason =
  | 'failure'
  | 'missing-parameter'
  | 'wrong-credentials'
  | 'not-activated'
  | 'already-activated'
  | 'empty-list'
  | 'door-not-yours'
  | 'no-such-door'
  | 'no-such-channel'
  | 'not-landlord'
  | 'not-master'
  | 'wrong-account'
  | 'wrong-action'
  | 'already-shared'
  | 'no-such-share'
  | 'no-such-doorcode'
  | 'no-such-account'
  | 'bad-email'
  | 'picture-format'
  | 'picture-unreadable';

/**
 * Why the call brought no answer that counts. `unreachable`: the request was never sent. `undocumented`: the cloud
 * answered with a result code outside its document. That is an outage and never a refusal (docs/vendor.md, reading 11).
 * `in-doubt`: the cloud refused the account's password before, so the call was not sent. `list-in-doubt`: it listed no
 * door where it listed some before, so the change was not sent. `list-outdated`: the device list is too old to change
 * anything by it.
 */
export type TransportReason =
  | 'unreachable'
  | 'timeout'
  | 'dropped'
  | 'busy'
  | 'http-error'
  | 'undocumented'
  | 'in-doubt'
  | 'list-in-doubt'
  | 'list-outdated'
  | 'aborted';

export type VendorErrorDetails = {
  kind: VendorErrorKind;
  /** The call's name in the contract table, such as `createDoorcode`. */
  call: string;
  /** `re` of the answer, when kind is `result` or reason is `undocumented`. */
  resultCode?: number;
  reason?: RefusalReason | TransportReason;
  /** HTTP status, when one came. */
  status?: number | undefined;
  /** Whether asking again can help. Says nothing about whether asking again is safe. */
  retryable: boolean;
  /** Did the cloud act? `rejected`: no. `unknown`: the request left, no answer that says so came back. */
  outcome: 'rejected' | 'unknown';
  /** How long the cloud asked to be left alone, when it did (Retry-After). */
  retryAfterMs?: number | undefined;
  /** What exactly was wrong, in words and field names of our own: never anything that came in a body. */
  detail?: string | undefined;
};

/**
 * The only error that `lib/doordeer` throws. Its message names the call and the kind, never a body, an account or a
 * secret: messages end up in logs.
 */
export class VendorError extends Error {
  readonly kind: VendorErrorKind;
  readonly call: string;
  readonly resultCode: number | undefined;
  readonly reason: RefusalReason | TransportReason | undefined;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly outcome: 'rejected' | 'unknown';
  readonly retryAfterMs: number | undefined;
  readonly detail: string | undefined;

  constructor(details: VendorErrorDetails) {
    const { resultCode, reason, status, detail } = details;
    const what = [
      reason,
      resultCode === undefined ? '' : `re ${resultCode}`,
      status ? `HTTP ${status}` : '',
      detail,
    ];
    const words = what.filter(Boolean).join(', ');
    super(`doordeer ${details.call}: ${details.kind}${words ? ` (${words})` : ''}`);
    this.name = 'VendorError';
    this.kind = details.kind;
    this.call = details.call;
    this.resultCode = details.resultCode;
    this.reason = details.reason;
    this.status = details.status;
    this.retryable = details.retryable;
    this.outcome = details.outcome;
    this.retryAfterMs = details.retryAfterMs;
    this.detail = details.detail;
  }
}

/**
 * Did the cloud refuse this account and password, in the words of its document? 10002 has no code of its own for that:
 * it answers 2, "failure". "A parameter is missing" (3) is our fault, not theirs.
 */
export function refusesPassword(error: unknown): boolean {
  if (!isVendorError(error) || error.kind !== 'result') return false;
  return (
    error.reason === 'wrong-credentials' || (error.call === 'listChannels' && error.reason === 'failure')
  );
}

/** By name, not `instanceof`: bundles may hold more than one copy of this module. */
export function isVendorError(error: unknown): error is VendorError {
  return error instanceof Error && error.name === 'VendorError';
}
