import { setTimeout as sleep } from 'node:timers/promises';
import { encodeBody } from '../codec';
import { type CallInput, type CallName, type CallOutput, contract } from '../contract/calls';
import type { CallDefinition } from '../contract/define-call';
import { isVendorError, VendorError } from '../errors';
import { Secret } from '../secret';
import { ownPath, parseCloudUrl } from './address';
import type { Priority, Wish } from './fair-queue';
import { createLimiter, type Limiter, LimiterBusy } from './limiter';
import { isForeignAnswer, type Outcome } from './rate-limiter';
import { type Asked, type AskedCall, issues, readAnswer, readFailure, readPicture } from './read-answer';
import { type ClockReading, createTransport, type HttpAnswer } from './transport';

export type DoordeerConfig = {
  url: string;
  key: Secret | string;
  comid: string;
  requestField?: string | undefined;
  basicAuth?: Secret | string | undefined;
  /** Limit of one attempt, from connecting to the last byte of the answer. */
  timeoutMs: number;
  /** Most calls at once. Fewer run while the cloud cannot serve so many. */
  maxConcurrency: number;
  /** Hears of every request that was sent. `outcome`: `ok`, else the reason of the error. */
  onSent?: ((sent: { call: string; outcome: string }) => void) | undefined;
};

export type CallOptions = {
  priority?: Priority | undefined;
  signal?: AbortSignal | undefined;
  /** How often a read is asked again; default 2. Changes are never asked again. */
  retries?: number | undefined;
  /** The account has never signed in. Such accounts share one limit of calls, and each has its own cooldown. */
  stranger?: boolean | undefined;
  /** A person just typed the password: ask even during the cooldown after time-outs. */
  typed?: boolean | undefined;
  /**
   * Longest total cooldown to wait for. Default: 2 s for a person, one time-out for `filling`, no limit for jobs and in
   * the background.
   */
  maxCooldownMs?: number | undefined;
  /** Runs before each attempt leaves. If it throws, the call is not sent and rejects with that error. */
  admit?: (() => Promise<void>) | undefined;
};

export type DoordeerClient = {
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    options?: CallOptions,
  ): Promise<CallOutput<Name>>;
  /** A picture from the cloud's own host, at most 2 MiB, of any content. Rejects only with VendorError. */
  picture(address: string, options: CallOptions & { account: string }): Promise<Buffer>;
  readonly load: Limiter['load'];
  /** The cloud's clock compared with ours, from its last valid answer. Null: no answer had a time. */
  readonly clock: ClockReading | null;
  close(): Promise<void>;
};

/** The page already shows what is known, so a longer wait is reported soon. */
const PERSON_COOLDOWN_MS = 2_000;
const BACKOFF_MS = { first: 100, most: 2_000 };
const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

const reveal = (value: Secret | string) => (typeof value === 'string' ? value : value.reveal());

/** Throws TypeError for an address that cannot be used. Opens no connection yet. */
export function createDoordeerClient(config: DoordeerConfig): DoordeerClient {
  const base = parseCloudUrl(config.url);
  const key = new Secret(reveal(config.key));
  const transport = createTransport({
    url: config.url,
    requestField: config.requestField,
    basicAuth: config.basicAuth === undefined ? undefined : new Secret(reveal(config.basicAuth)),
    timeoutMs: config.timeoutMs,
    maxConnections: 2 * config.maxConcurrency,
  });
  const limiter = createLimiter({ max: config.maxConcurrency });
  let clock: ClockReading | null = null;

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
      // Only from answers that were understood: a gateway's own page has the gateway's time.
      if (answer.clock) clock = answer.clock;
      config.onSent?.({ call: callOf(job.asked), outcome: 'ok' });
      return read;
    } catch (error) {
      if (isVendorError(error)) {
        outcome = outcomeOfError(job.asked, error) ?? outcome;
        config.onSent?.({ call: callOf(job.asked), outcome: error.reason ?? error.kind });
      }
      throw error;
    } finally {
      release(outcome, retryAfterMs);
    }
  }

  /** Repeats reads while that can help. Everything else is sent once. */
  async function ask<T>(job: Job<T>, account: string | undefined, options: CallOptions): Promise<T> {
    const { priority = 'person', signal, retries = 2, stranger = false, typed } = options;
    const { maxCooldownMs = longestCooldown(priority, config.timeoutMs) } = options;
    const maxWaitMs = priority === 'person' ? config.timeoutMs : undefined;
    const wish = { account, stranger, typed, priority, signal, maxWaitMs, maxCooldownMs };
    const tries = job.asked.safe ? retries + 1 : 1;
    const startedAt = performance.now();
    let leftCooldownMs = maxCooldownMs;
    let cooldownFrom: number | undefined;
    for (let tried = 1; ; tried++) {
      try {
        return await attempt(job, { ...wish, maxCooldownMs: leftCooldownMs }, options.admit);
      } catch (error) {
        if (tried >= tries || !isVendorError(error) || !mayRepeat(error, limiter, wish)) throw error;
        const pauseMs = backoff(tried);
        // A person learns of a failure after one time-out at most. A job can wait.
        const spentMs = maxWaitMs === undefined ? 0 : performance.now() - startedAt;
        const leftMs = (maxWaitMs ?? maxCooldownMs ?? Number.POSITIVE_INFINITY) - spentMs;
        const askedMs = error.retryAfterMs ?? 0;
        if (askedMs > 0) cooldownFrom ??= performance.now();
        if (maxCooldownMs !== undefined)
          leftCooldownMs = maxCooldownMs - (performance.now() - (cooldownFrom ?? performance.now()));
        // The cloud asked for this cooldown, so the limiter holds the next try until it ends.
        if (pauseMs > leftMs || askedMs > Math.min(leftMs, leftCooldownMs ?? leftMs)) throw error;
        await sleep(pauseMs, undefined, { signal }).catch(() => {
          throw notStarted(job.asked, signal?.reason);
        });
      }
    }
  }

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
      // Nearly every call names its account.
      (input as { account?: string }).account,
      options,
    );
  }

  // The table's own answer schema makes the values. Only the lookup by name loses their type.
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

type Job<T> = {
  asked: Asked | AskedCall;
  send(signal: AbortSignal | undefined): Promise<HttpAnswer>;
  read(answer: HttpAnswer): T | Promise<T>;
};

function callOf(asked: Asked | AskedCall): string {
  return 'definition' in asked ? String(asked.definition.number) : asked.name;
}

function notSent(asked: Asked, detail: string): VendorError {
  return new VendorError({ kind: 'schema', call: asked.name, detail, retryable: false, outcome: 'rejected' });
}

function outcomeOfStatus(status: number): Outcome {
  if (status === 429) return 'refused';
  return status >= 500 ? 'overload' : 'ok';
}

/** While another server answers, all calls of the account wait for one that tries. Copies would make that wait longer. */
function mayRepeat({ retryable, reason }: VendorError, limiter: Limiter, wish: Wish): boolean {
  return retryable && !(isForeignAnswer(reason) && limiter.isResting(wish));
}

/** Undefined: the status says enough. A picture may be gone, or elsewhere, while the cloud answers all calls. */
function outcomeOfError(asked: Asked | AskedCall, { reason }: VendorError): Outcome | undefined {
  if (reason === 'timeout') return 'timeout';
  return 'definition' in asked && isForeignAnswer(reason) ? reason : undefined;
}

/** No slot, or cancelled while waiting: the request never left. */
function notStarted(asked: Asked, reason: unknown): VendorError {
  const busy = reason instanceof LimiterBusy;
  return new VendorError({
    kind: 'transport',
    call: asked.name,
    reason: busy ? reason.cause : 'aborted',
    isHeldBack: busy,
    retryAfterMs: busy ? reason.retryAfterMs : undefined,
    // The call has already waited longer than a person would. Waiting again does not help.
    retryable: false,
    outcome: 'rejected',
  });
}

function longestCooldown(priority: Priority, timeoutMs: number): number | undefined {
  if (priority === 'background' || priority === 'job') return undefined;
  return priority === 'person' ? Math.min(PERSON_COOLDOWN_MS, timeoutMs) : timeoutMs;
}

function backoff(tried: number): number {
  return Math.random() * Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** tried);
}
