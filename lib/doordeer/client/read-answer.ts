import type { z } from 'zod';
import { CodecError, decodeSteps, toCodecError } from '../codec';
import type { CallDefinition } from '../contract/define-call';
import { type TransportReason, VendorError, type VendorErrorDetails } from '../errors';
import { JsonFault } from '../json';
import { toFields, toInt } from '../normalise-fields';
import { runPaced } from '../run-paced';
import { ExchangeError, type HttpAnswer } from './transport';

export type Asked = { name: string; safe: boolean };
export type AskedCall = Asked & { definition: CallDefinition };

type Failure = Omit<VendorErrorDetails, 'call'>;

/** A read changes nothing, so its outcome is never in doubt. A change without a clear answer may have happened. */
function fail({ name, safe }: Asked, failure: Failure): VendorError {
  return new VendorError({ ...failure, call: name, outcome: safe ? 'rejected' : failure.outcome });
}

/** Returns the answer in our words. Reads a long one in slices. Rejects with VendorError. */
export async function readAnswer(asked: AskedCall, answer: HttpAnswer, key: string): Promise<unknown> {
  refuseBusy(asked, answer);
  const { status, body } = answer;
  if (status >= 200 && status < 300) return readFields(asked, await decode(asked, body, key));
  // "Using HTTP Response code show Results or Errors": a refusal may come with its own status.
  const refused = await tryDecode(body, key);
  if (refused !== null && toInt(refused.re) !== null && toInt(refused.re) !== 1)
    return readFields(asked, refused);
  throw misdirected(asked, answer);
}

export function readPicture(asked: Asked, answer: HttpAnswer): Buffer {
  refuseBusy(asked, answer);
  if (answer.status === 200) return answer.body;
  throw misdirected(asked, answer);
}

function misdirected(asked: Asked, { status, body }: HttpAnswer): VendorError {
  return fail(asked, {
    kind: 'transport',
    reason: reasonOf(status, body),
    status,
    retryable: false,
    outcome: 'rejected',
  });
}

function reasonOf(status: number, body: Buffer): TransportReason {
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 404 || status === 410) return 'not-found';
  return isWebPage(body) ? 'web-page' : 'http-error';
}

/** `<` is in no base64 alphabet and begins no JSON, so such a body is never an answer of the cloud. */
function isWebPage(body: Buffer): boolean {
  return /^\ufeff?\s*<(?:!doctype|!--|\?xml|html|head|body|title)\b/i.test(body.toString('utf8', 0, 200));
}

function refuseBusy(asked: Asked, { status, retryAfterMs }: HttpAnswer): void {
  const later = { kind: 'transport', status, retryAfterMs, retryable: true } as const;
  // 429 means that the cloud did not act.
  if (status === 429) throw fail(asked, { ...later, reason: 'busy', outcome: 'rejected' });
  // A gateway also sends 502–504 when the cloud acted and was then lost.
  if (status >= 502 && status <= 504)
    throw fail(asked, { ...later, reason: 'unavailable', outcome: 'unknown' });
  if (status >= 500 || status === 408)
    throw fail(asked, { ...later, reason: 'http-error', outcome: 'unknown' });
}

async function decode(asked: Asked, body: Buffer, key: string): Promise<Record<string, unknown>> {
  try {
    const fields = toFields(await runPaced(decodeSteps(body, key)));
    if (fields !== null) return fields;
  } catch (error) {
    // The sign-in page of a network, or a gateway's notice. The key cannot be judged by it.
    if (isWebPage(body)) {
      throw fail(asked, { kind: 'transport', reason: 'web-page', retryable: true, outcome: 'unknown' });
    }
    throw unreadable(asked, error);
  }
  throw nonsense(asked, 'expected an object');
}

async function tryDecode(body: Buffer, key: string): Promise<Record<string, unknown> | null> {
  try {
    return toFields(await runPaced(decodeSteps(body, key)));
  } catch {
    return null;
  }
}

/** A contradiction, or bytes that are not text, are never guessed at: the answer counts as not received. */
function unreadable(asked: Asked, error: unknown): VendorError {
  const codec = error instanceof JsonFault ? toCodecError(error) : error;
  const known = codec instanceof CodecError ? codec : null;
  const detail = known?.message ?? 'the answer cannot be read';
  const retryable = known?.retryable ?? true;
  // If asking again cannot help, then the key and the framing are right, and the answer itself is wrong.
  return fail(asked, { kind: retryable ? 'decoding' : 'schema', detail, retryable, outcome: 'unknown' });
}

async function readFields(asked: AskedCall, fields: Record<string, unknown>): Promise<unknown> {
  const { accepts, refusals, answer } = asked.definition;
  const resultCode = toInt(fields.re);
  if (resultCode === null) throw nonsense(asked, 're: expected a whole number');
  if (!accepts.includes(resultCode)) {
    const reason = refusals[resultCode];
    // Clouds in maintenance answer this (0, 99, −1). Such a code does not prove that nothing was done.
    if (reason === undefined) {
      throw fail(asked, {
        kind: 'transport',
        resultCode,
        reason: 'undocumented',
        retryable: true,
        outcome: 'unknown',
      });
    }
    throw fail(asked, { kind: 'result', resultCode, reason, retryable: false, outcome: 'rejected' });
  }
  const parsed = await answer.safeParseAsync({ ...fields, re: resultCode }).catch((error: unknown) => {
    throw unreadable(asked, error);
  });
  if (!parsed.success) throw nonsense(asked, issues(parsed.error));
  return parsed.data;
}

function nonsense(asked: Asked, detail: string): VendorError {
  return fail(asked, { kind: 'schema', detail, retryable: false, outcome: 'unknown' });
}

/** Names only fields and expectations: zod's messages quote no values for the checks of the contract. */
export function issues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.code}`).join('; ');
}

export function readFailure(asked: Asked, error: unknown): VendorError {
  if (!(error instanceof ExchangeError)) throw error;
  const outcome = error.sent ? 'unknown' : 'rejected';
  const detail = error.code;
  if (error.problem === 'too-large') {
    return fail(asked, { kind: 'decoding', detail: 'the answer is too long', retryable: false, outcome });
  }
  const retryable = error.problem !== 'aborted';
  return fail(asked, { kind: 'transport', reason: error.problem, detail, retryable, outcome });
}
