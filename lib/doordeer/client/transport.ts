import { type Dispatcher, Pool } from 'undici';
import { callPath, parseCloudUrl } from './address';
import { type Framing, frameRequest, plainHeaders } from './framing';

/**
 * One HTTP exchange over kept-alive connections to one host. Knows nothing of encryption or calls.
 *
 * It uses undici's dispatch and not `undici.request`, because `onRequestStart` fires when a request is put on a
 * connection. A failure before that proves that the request never left.
 */
export type TransportConfig = Framing & {
  url: string;
  timeoutMs: number;
  maxConnections: number;
  maxBodyBytes?: number;
};

export type HttpAnswer = {
  status: number;
  body: Buffer;
  retryAfterMs: number | undefined;
  clock?: ClockReading | undefined;
};

/** By how much another clock is ahead of ours; negative: behind. */
export type ClockReading = { leastMs: number; mostMs: number };

export type ExchangeProblem = 'timeout' | 'aborted' | 'dropped' | 'unreachable' | 'too-large';

/** No complete answer came. `code` is from the system or undici (ECONNREFUSED, CERT_HAS_EXPIRED…). */
export class ExchangeError extends Error {
  constructor(
    readonly problem: ExchangeProblem,
    readonly sent: boolean,
    readonly code: string | undefined,
  ) {
    super(`${problem}${code ? ` (${code})` : ''}`);
    this.name = 'ExchangeError';
  }
}

export type Transport = {
  /** Rejects only with ExchangeError. Any HTTP status is an answer. Redirects are not followed. */
  post(path: string, text: string, signal?: AbortSignal): Promise<HttpAnswer>;
  get(path: string, maxBytes: number, signal?: AbortSignal): Promise<HttpAnswer>;
  close(): Promise<void>;
};

const MAX_BODY_BYTES = 32 * 1024 * 1024;

export function createTransport(config: TransportConfig): Transport {
  const base = parseCloudUrl(config.url);
  const pool = new Pool(base.origin, {
    connections: config.maxConnections,
    pipelining: 1,
    allowH2: false,
    connectTimeout: config.timeoutMs,
    // One timer covers the whole exchange, so undici's own timers are off.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Close idle connections before the cloud does: a request on a closing connection has an unknown outcome.
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    keepAliveTimeoutThreshold: 2_000,
  });
  const { timeoutMs, maxBodyBytes = MAX_BODY_BYTES } = config;
  return {
    post(path, text, signal) {
      const { body, headers } = frameRequest(text, config);
      const options = { path: callPath(base, path), method: 'POST', body, headers } as const;
      return exchange(pool, options, { timeoutMs, maxBodyBytes }, signal);
    },
    get(path, maxBytes, signal) {
      const options = { path, method: 'GET', headers: plainHeaders(config) } as const;
      return exchange(pool, options, { timeoutMs, maxBodyBytes: maxBytes }, signal);
    },
    close: () => pool.destroy(),
  };
}

type Limits = { timeoutMs: number; maxBodyBytes: number };

function exchange(pool: Pool, options: Dispatcher.DispatchOptions, limits: Limits, signal?: AbortSignal) {
  return new Promise<HttpAnswer>((resolve, reject) => {
    let sent = false;
    let settled = false;
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let retryAfterMs: number | undefined;
    let clock: ClockReading | undefined;
    let startedAt = Date.now();
    let length = 0;
    const chunks: Buffer[] = [];

    const finish = (settle: () => void) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const fail = (problem: ExchangeProblem, code?: string) => {
      const error = new ExchangeError(problem, sent, code);
      finish(() => reject(error));
      // Frees the connection. If the request has none yet, `onRequestStart` drops it later.
      controller?.abort(error);
    };
    const onAbort = () => fail('aborted');
    const timer = setTimeout(() => fail(sent ? 'timeout' : 'unreachable', 'TIMEOUT'), limits.timeoutMs);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) return onAbort();

    pool.dispatch(options, {
      onRequestStart(started) {
        controller = started;
        if (settled) return started.abort(new ExchangeError('aborted', false, undefined));
        sent = true;
        startedAt = Date.now();
      },
      onResponseStart(_controller, statusCode, headers) {
        status = statusCode;
        retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
        clock = readClock(headers.date, { sentAt: startedAt, receivedAt: Date.now() });
      },
      onResponseData(_controller, chunk) {
        length += chunk.length;
        if (length > limits.maxBodyBytes) return fail('too-large');
        chunks.push(chunk);
      },
      onResponseEnd() {
        finish(() => resolve({ status, body: Buffer.concat(chunks), retryAfterMs, clock }));
      },
      onResponseError(_controller, error) {
        const problem = sent ? 'dropped' : 'unreachable';
        fail(pool.destroyed ? 'aborted' : problem, 'code' in error ? String(error.code) : undefined);
      },
    });
  });
}

/** Retry-After, in seconds or as a date, as milliseconds from `now`; undefined if absent or invalid. */
export function parseRetryAfter(value: string | string[] | undefined, now: number): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
  if (text === '') return undefined;
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** A Date header has whole seconds, and servers keep its text for up to a second more. */
const dateSlackMs = 2_000;

/** Compares the sender's clock with ours, by the Date header of an answer that was made between two of our times. */
export function readClock(
  value: string | string[] | undefined,
  { sentAt, receivedAt }: { sentAt: number; receivedAt: number },
): ClockReading | undefined {
  const date = Date.parse((Array.isArray(value) ? value[0] : value) ?? '');
  if (Number.isNaN(date)) return undefined;
  return { leastMs: date - receivedAt, mostMs: date + dateSlackMs - sentAt };
}
