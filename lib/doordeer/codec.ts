/**
 * The vendor's envelope: JSON → UTF-8 → RC4 → base64, and back. Pure functions, no I/O.
 *
 * RC4 is the vendor's choice and is broken as encryption; nothing here leans on it for secrecy (TLS does that). OpenSSL 3
 * ships RC4 only in its legacy provider, which Node does not load, hence our own.
 */

/** Why a body could not be read. Never carries the body: it may hold passwords. */
export class CodecError extends Error {
  constructor(readonly problem: 'not-base64' | 'wrong-key' | 'cut-off' | 'empty') {
    super(PROBLEMS[problem]);
    this.name = 'CodecError';
  }
}

const PROBLEMS = {
  'not-base64': 'wrong key or framing: the answer is neither base64 nor JSON',
  'wrong-key': 'wrong key or framing: the answer decrypts to nonsense',
  'cut-off': 'the answer ends in the middle',
  empty: 'the answer is empty',
} as const;

/** Encrypts or decrypts (RC4 is its own inverse). Throws on a key that is not 1–256 bytes. */
export function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  if (key.length < 1 || key.length > 256) throw new RangeError('An RC4 key has 1 to 256 bytes');
  const state = new Uint8Array(256);
  for (let i = 0; i < 256; i++) state[i] = i;
  // The `as number` reads are in range by construction: every index is masked to 0–255.
  for (let i = 0, j = 0; i < 256; i++) {
    const at = state[i] as number;
    j = (j + at + (key[i % key.length] as number)) & 255;
    state[i] = state[j] as number;
    state[j] = at;
  }
  const out = Buffer.allocUnsafe(data.length);
  for (let n = 0, i = 0, j = 0; n < data.length; n++) {
    i = (i + 1) & 255;
    const at = state[i] as number;
    j = (j + at) & 255;
    const swapped = state[j] as number;
    state[i] = swapped;
    state[j] = at;
    out[n] = (data[n] as number) ^ (state[(at + swapped) & 255] as number);
  }
  return out;
}

/** The base64 text that goes on the wire for a JSON value. `key` is taken as UTF-8, as the vendor issues it. */
export function encodeBody(json: unknown, key: string): string {
  return rc4(Buffer.from(key, 'utf8'), Buffer.from(JSON.stringify(json), 'utf8')).toString('base64');
}

/**
 * The JSON value behind a body. Takes base64 in every spelling (line breaks, no padding, URL-safe, quoted) and plain
 * JSON. Throws CodecError.
 */
export function decodeBody(text: string, key: string): unknown {
  const body = text.replace(/^\uFEFF/, '').trim();
  if (body === '') throw new CodecError('empty');
  // `{` and `[` are outside both base64 alphabets, so this cannot be an encrypted answer.
  if (body.startsWith('{') || body.startsWith('[')) return parse(body);
  // A decrypted body may end in NUL: C programs send their strings with it.
  const clear = rc4(Buffer.from(key, 'utf8'), decodeBase64(body)).toString('utf8').replace(/\0+$/, '').trim();
  return parse(clear);
}

/** Bytes of base64 in either alphabet, with or without padding, quotes and line breaks. Throws CodecError. */
export function decodeBase64(text: string): Buffer {
  const compact = text
    .replace(/\s+/g, '')
    .replace(/^"(.*)"$/, '$1')
    // JSON encoders write "/" as "\/" inside a quoted string.
    .replaceAll('\\/', '/')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/=+$/, '');
  if (compact === '') throw new CodecError('empty');
  // Four letters carry three bytes; a single left-over letter carries none, so something is missing.
  if (!/^[A-Za-z0-9+/]+$/.test(compact)) throw new CodecError('not-base64');
  if (compact.length % 4 === 1) throw new CodecError('cut-off');
  return Buffer.from(compact, 'base64');
}

function parse(text: string): unknown {
  try {
    // Only where a long number stands outside quotes: reading through a function takes several times as long.
    return /[[:,]\s*-?\d{16}/.test(text) ? JSON.parse(text, keepLongNumbers) : JSON.parse(text);
  } catch {
    // Printable JSON from its first key on: the key is right and the end is missing.
    throw new CodecError(/^[{[]\s*["{[][\x20-\x7e]{2}/.test(text) ? 'cut-off' : 'wrong-key');
  }
}

/** An id of 16 digits or more, sent as a number, would lose its last digits in a double: it is kept as text. */
function keepLongNumbers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const { source = '' } = context ?? {};
  return /^-?\d+$/.test(source) && source !== String(value) ? source : value;
}
