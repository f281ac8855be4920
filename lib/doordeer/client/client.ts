import { setTimeout as sleep } from 'node:timers/promises';
import { encodeBody } from '../codec';
import { type CallInput, type CallName, type CallOutput, contract } from '../contract/calls';
import type { CallDefinition } from '../contract/define-call';
import { isVendorError, VendorError } from '../errors';
import { Secret } from '../secret';
import { ownPath, parseCloudUrl } from './address';
import type { Priority, Wish } from './fair-queue';
import { createLimiter, type Limiter, LimiterBusy } from './limiter';
import type { Outcome } from './rate-limiter';
import { type Asked, issues, readAnswer, readFailure, readPicture } from './read-answer';
import { type ClockReading, createTransport, type HttpAnswer } from './transport';

export type DoordeerConfig = {
  /** The cloud's base address, such as https://doorbell.push2u.com/api */
  url: string;
  /** The RC4 key that the vendor issued. */
  key: Secret | string;
  /** The company id that the vendor issued. */
  comid: string;
  /** Form field that carries the body; empty: the raw body. */
  requestField?: string | undefined;
  /** `user:password` for HTTP Basic. */
  basicAuth?: Secret | string | undefined;
  /** Limit of one attempt, in milliseconds, from connecting to the last byte of the answer. */
  timeoutMs: number;
  /** Most calls at once; fewer are sent while the cloud cannot bear them. */
  maxConcurrency: number;
};

export type CallOptions = {
  /** Default `person`. */
  priority?: Priority | undefined;
  signal?: AbortSignal | undefined;
  /** How often a read is asked again; default 2. Changes are never asked again. */
  retries?: number | undefined;
  /** The account has never signed in: it shares its limit of calls with all others of this kind, and rests for itself. */
  stranger?: boolean | undefined;
  /** A person has just typed the password: asked also while the account rests because the cloud did not answer. */
  typed?: boolean | undefined;
  /**
   * Longest rest of the account, after a Retry-After or while the cloud does not answer it, that the call waits for, in
   * sum. Default: two seconds for a person, who is told then; one time-out for what fills a page; no end in the background.
   */
  maxRestMs?: number | undefined;
  /**
   * Asked once there is a slot, right before the call leaves, at every attempt. What it throws ends the call unsent,
   * and is what the call rejects with.
   */
  admit?: (() => Promise<void>) | undefined;
};

export type DoordeerClient = {
  /** One call of the contract table. Rejects with VendorError alone. */
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    options?: CallOptions,
  ): Promise<CallOutput<Name>>;
  /**
   * A picture at an address that the cloud gave (10004, 10015, 10016): read from the cloud's own host alone, at most
   * 2 MiB, whatever it may be. Rejects with VendorError alone.
   */
  picture(address: string, options: CallOptions & { account: string }): Promise<Buffer>;
  /** Slots at this moment: allowed, taken, waited for. */
  readonly load: Limiter['load'];
  /** The cloud's clock beside ours, by its last answer that made sense; null: none has told a time yet. */
  readonly clock: ClockReading | null;
  close(): Promise<void>;
};

/** A person sees what is known meanwhile; that the cloud asks to wait is better said soon. */
const PERSON_REST_MS = 2_000;
const BACKOFF_MS = { first: 100, most: 2_000 };
const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

const reveal = (value: Secret | string) => (typeof value === 'string' ? value : value.reveal());

/** A client of one cloud. Throws TypeError when the address cannot be used; opens no connection yet. */
export function createDoordeerClient(config: DoordeerConfig): DoordeerClient {
  const base = parseCloudUrl(config.url);
  const key = new Secret(reveal(config.key));
  const transport = createTransport({
    url: config.url,
    requestField: config.requestField,
    basicAuth: config.basicAuth === undefined ? undefined : new Secret(reveal(config.basicAuth)),
    timeoutMs: config.timeoutMs,
    // What the limiter lets be under way in all.
    maxConnections: 2 * config.maxConcurrency,
  });
  const limiter = createLimiter({ max: config.maxConcurrency });
  let clock: ClockReading | null = null;

  /** One exchange, once there is a slot for it. */
  async function attempt<T>(job: Job<T>, wish: Wish, admit: CallOptions['admit']): Promise<T> {
    const release = await limiter.acquire(wish).catch((reason: unknown) => {
      throw notStarted(job.asked, reason);
    });
    let outcome: Outcome = 'neutral';
    let retryAfterMs: number | undefined;
    try {
      await admit?.();
      const answer = await job.send(wish.signal).catch((error: unknown) => {
        throw readFailure(job.asked, error);
      });
      outcome = outcomeOfStatus(answer.status);
      retryAfterMs = answer.retryAfterMs;
      const read = await job.read(answer);
      // Of an answer that was understood alone: a gateway's own pages tell the gateway's time.
      if (answer.clock) clock = answer.clock;
      return read;
    } catch (error) {
      if (isVendorError(error) && error.reason === 'timeout') outcome = 'timeout';
      throw error;
    } finally {
      release(outcome, retryAfterMs);
    }
  }

  /** Reads are asked again while that can help; everything else is asked once. */
  async function ask<T>(job: Job<T>, account: string | undefined, options: CallOptions): Promise<T> {
    const { priority = 'person', signal, retries = 2, stranger = false, typed } = options;
    const { maxRestMs = longestRest(priority, config.timeoutMs) } = options;
    const maxWaitMs = priority === 'person' ? config.timeoutMs : undefined;
    const wish = { account, stranger, typed, priority, signal, maxWaitMs, maxRestMs };
    const tries = job.asked.safe ? retries + 1 : 1;
    const startedAt = performance.now();
    let restMs = maxRestMs;
    let restsFrom: number | undefined;
    for (let tried = 1; ; tried++) {
      try {
        return await attempt(job, { ...wish, maxRestMs: restMs }, options.admit);
      } catch (error) {
        if (!isVendorError(error) || !error.retryable || tried >= tries) throw error;
        const pauseMs = backoff(tried);
        // A person is told after one time-out at most that it failed; a job can be patient.
        const spentMs = maxWaitMs === undefined ? 0 : performance.now() - startedAt;
        const leftMs = (maxWaitMs ?? maxRestMs ?? Number.POSITIVE_INFINITY) - spentMs;
        const askedMs = error.retryAfterMs ?? 0;
        if (askedMs > 0) restsFrom ??= performance.now();
        if (maxRestMs !== undefined)
          restMs = maxRestMs - (performance.now() - (restsFrom ?? performance.now()));
        // The account rests until then, as the cloud asked: the limiter keeps the next try for so long.
        if (pauseMs > leftMs || askedMs > Math.min(leftMs, restMs ?? leftMs)) throw error;
        await sleep(pauseMs, undefined, { signal }).catch(() => {
          throw notStarted(job.asked, signal?.reason);
        });
      }
    }
  }

  /** One call of the table. */
  async function exchange(name: CallName, input: object, options: CallOptions): Promise<unknown> {
    const definition: CallDefinition = contract[name];
    const asked = { name, safe: definition.safe, definition };
    const fields = definition.request.safeParse(input);
    if (!fields.success) throw notSent(asked, `asked wrongly: ${issues(fields.error)}`);
    const body = encodeBody({ comid: config.comid, ...fields.data }, key.reveal());
    return ask(
      {
        asked,
        send: (signal) => transport.post(definition.path, body, signal),
        read: (answer) => readAnswer(asked, answer, key.reveal()),
      },
      (input as { account?: string }).account,
      options,
    );
  }

  // The table's own answer schema makes the values; their type is lost only in looking the call up by name.
  return {
    async call<Name extends CallName>(name: Name, input: CallInput<Name>, options: CallOptions = {}) {
      return (await exchange(name, input, options)) as CallOutput<Name>;
    },
    async picture(address, { account, ...options }) {
      const asked = { name: 'picture', safe: true };
      const path = ownPath(base, address);
      if (path === null) throw notSent(asked, 'the address is not on the cloud’s own host');
      return ask(
        {
          asked,
          send: (signal) => transport.get(path, MAX_PICTURE_BYTES, signal),
          read: (answer) => readPicture(asked, answer),
        },
        account,
        options,
      );
    },
    get load() {
      return limiter.load;
    },
    get clock() {
      return clock;
    },
    close: () => transport.close(),
  };
}

/** One thing to ask the cloud: how to send it, and how to read what comes back. */
type Job<T> = {
  asked: Asked;
  send(signal: AbortSignal | undefined): Promise<HttpAnswer>;
  read(answer: HttpAnswer): T | Promise<T>;
};

/** What makes no sense is not sent. */
function notSent(asked: Asked, detail: string): VendorError {
  return new VendorError({ kind: 'schema', call: asked.name, detail, retryable: false, outcome: 'rejected' });
}

function outcomeOfStatus(status: number): Outcome {
  if (status === 429) return 'refused';
  return status >= 500 ? 'overload' : 'ok';
}

/** Never left this process: no slot, or given up while waiting. */
function notStarted(asked: Asked, reason: unknown): VendorError {
  const busy = reason instanceof LimiterBusy;
  return new VendorError({
    kind: 'transport',
    call: asked.name,
    reason: busy ? 'busy' : 'aborted',
    retryAfterMs: busy ? reason.retryAfterMs : undefined,
    // Waiting longer than a person does, here, is not mended by waiting once more.
    retryable: false,
    outcome: 'rejected',
  });
}

function longestRest(priority: Priority, timeoutMs: number): number | undefined {
  if (priority === 'background') return undefined;
  return priority === 'person' ? Math.min(PERSON_REST_MS, timeoutMs) : timeoutMs;
}

/** Full jitter, doubling. */
function backoff(tried: number): number {
  return Math.random() * Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** tried);
}
