export type VendorErrorKind = 'transport' | 'decoding' | 'schema' | 'result';

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
 * Why no valid answer came. `unreachable`: the request was not sent. `unavailable`: a gateway answered that the cloud
 * does not (502–504). `not-found`, `redirected`, `web-page`: no cloud answers at this address, as far as one can tell.
 * `undocumented`: a result code outside the vendor's document, which is an outage and not a refusal (docs/vendor.md,
 * reading 11). `in-doubt`: not sent, because the cloud refused the password before. `disconnected`: not sent, because the
 * connection was paused, parked or removed. `list-in-doubt`: change not sent, because the cloud listed no door where it
 * listed some before. `list-outdated`: change not sent, because the device list is too old. `right-lost`: change not
 * sent, because the person may not make it any more or was signed out meanwhile. `restored`: not sent, because the database
 * was restored from a backup, and an operator must allow calls first.
 */
export type TransportReason =
  | 'unreachable'
  | 'timeout'
  | 'dropped'
  | 'busy'
  | 'unavailable'
  | 'not-found'
  | 'redirected'
  | 'web-page'
  | 'http-error'
  | 'undocumented'
  | 'in-doubt'
  | 'disconnected'
  | 'list-in-doubt'
  | 'list-outdated'
  | 'right-lost'
  | 'restored'
  | 'aborted';

export type VendorErrorDetails = {
  kind: VendorErrorKind;
  call: string;
  resultCode?: number;
  reason?: RefusalReason | TransportReason;
  status?: number | undefined;
  /** Whether asking again can help. It may still be unsafe. */
  retryable: boolean;
  /** `rejected`: the cloud did not act. `unknown`: the request left, and no clear answer came back. */
  outcome: 'rejected' | 'unknown';
  retryAfterMs?: number | undefined;
  /** The limiter's own answer: the request was not sent. */
  isHeldBack?: boolean;
  /** Only words and field names of our own, never text from a body. */
  detail?: string | undefined;
};

/** The only error that `lib/doordeer` throws. Its message reaches logs, so it holds no body, account or secret. */
export class VendorError extends Error {
  readonly kind: VendorErrorKind;
  readonly call: string;
  readonly resultCode: number | undefined;
  readonly reason: RefusalReason | TransportReason | undefined;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly outcome: 'rejected' | 'unknown';
  readonly retryAfterMs: number | undefined;
  readonly isHeldBack: boolean;
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
    this.isHeldBack = details.isHeldBack ?? false;
    this.detail = details.detail;
  }
}

/** Whether the cloud refused account and password. 10002 answers 2, "failure"; 3 means that we left a parameter out. */
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
