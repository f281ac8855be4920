import { isUtf8 } from 'node:buffer';
import { base64Steps } from './base64-codec';
import { CodecError } from './codec-error';
import { JsonFault, jsonSteps } from './json';

export { CodecError } from './codec-error';

/**
 * The vendor's envelope: JSON → UTF-8 → RC4 → base64, and back.
 *
 * RC4 is the vendor's choice. It is broken as encryption, so only TLS keeps the secrets. Node does not load OpenSSL's
 * legacy provider, which has RC4, so we implement it.
 */

const STRIDE = 262_144;

/** Encrypts or decrypts, because RC4 is its own inverse. Throws RangeError unless the key has 1–256 bytes. */
export function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(data.length);
  createRc4(key)(data, out);
  return out;
}

function createRc4(key: Uint8Array): (data: Uint8Array, out: Uint8Array) => void {
  if (key.length < 1 || key.length > 256) throw new RangeError('An RC4 key has 1 to 256 bytes');
  const state = new Uint8Array(256);
  for (let i = 0; i < 256; i++) state[i] = i;
  // `as number` is safe: every index is masked to 0–255.
  for (let i = 0, j = 0; i < 256; i++) {
    const at = state[i] as number;
    j = (j + at + (key[i % key.length] as number)) & 255;
    state[i] = state[j] as number;
    state[j] = at;
  }
  let [i, j] = [0, 0];
  return (data, out) => {
    for (let n = 0; n < data.length; n++) {
      i = (i + 1) & 255;
      const at = state[i] as number;
      j = (j + at) & 255;
      const swapped = state[j] as number;
      state[i] = swapped;
      state[j] = at;
      out[n] = (data[n] as number) ^ (state[(at + swapped) & 255] as number);
    }
  };
}

export function encodeBody(json: unknown, key: string): string {
  return rc4(Buffer.from(key, 'utf8'), Buffer.from(JSON.stringify(json), 'utf8')).toString('base64');
}

/** Decodes base64 in any spelling (line breaks, no padding, URL-safe, quoted), and plain JSON. Throws CodecError. */
export function decodeBody(body: string | Uint8Array, key: string): unknown {
  const steps = decodeSteps(body, key);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in steps, to let other work run between them. Throws CodecError. */
export function* decodeSteps(body: string | Uint8Array, key: string): Generator<void, unknown> {
  const bytes = trimmed(typeof body === 'string' ? Buffer.from(body, 'utf8') : body);
  if (bytes.length === 0) throw new CodecError('empty');
  // `{` and `[` are outside both base64 alphabets, so this cannot be an encrypted answer.
  if (bytes[0] === 0x7b || bytes[0] === 0x5b) return yield* parseSteps(bytes);
  const clear = yield* base64Steps(bytes);
  const decrypt = createRc4(Buffer.from(key, 'utf8'));
  for (let from = 0; from < clear.length; from += STRIDE) {
    if (from > 0) yield;
    const part = clear.subarray(from, from + STRIDE);
    decrypt(part, part);
  }
  return yield* parseSteps(trimmed(clear));
}

function* parseSteps(bytes: Buffer): Generator<void, unknown> {
  if (!isUtf8(bytes)) throw new CodecError(problemOfBytes(bytes));
  const text = bytes.toString('utf8');
  yield;
  try {
    return yield* jsonSteps(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw toCodecError(error, startsAsJson(bytes));
  }
}

/** `rightKey`: the text begins as JSON does. */
export function toCodecError({ problem }: JsonFault, rightKey = true): CodecError {
  if (problem !== 'syntax') return new CodecError(problem);
  return new CodecError(rightKey ? 'cut-off' : 'wrong-key');
}

function problemOfBytes(bytes: Buffer): CodecError['problem'] {
  if (!startsAsJson(bytes)) return 'wrong-key';
  // The last character is cut, so the end is missing.
  return [1, 2, 3].some((missing) => isUtf8(bytes.subarray(0, -missing))) ? 'cut-off' : 'not-utf8';
}

/** Printable JSON at the start means that the key is right and the fault comes later. */
function startsAsJson(bytes: Buffer): boolean {
  return /^[{[]\s*["{[][\x20-\x7e]{2}/.test(bytes.toString('latin1', 0, 64));
}

/** Removes blanks at both ends, the byte-order mark, and the NUL that C programs send after strings. */
function trimmed(bytes: Uint8Array): Buffer {
  const isBlank = (code = 0x20) => code <= 0x20;
  let [from, to] = [0, bytes.length];
  while (from < to && isBlank(bytes[from])) from++;
  if (bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) from += 3;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, Math.max(0, to - from));
}
