import type { Encoding } from './encoding-names';
import { decodeStrict, guessEncoding, type Sample, sampleLines } from './guess-encoding';
import { ImportProblem } from './import-error';

/** Enough for the longest list with notes, and far below the limit of an action's body (next.config.js). */
export const mostBytes = 2_000_000;

export type TextPosition = { line: number; column: number };
export type Decoded = { text: string; encoding: Encoding };
/** A person must choose: samples in each encoding, and the first wrong byte as UTF-8. */
export type Undecided = { samples: Sample[]; badByte: TextPosition | null };

/** Without `wish` the encoding is guessed. */
export function decodeFile(bytes: Uint8Array, wish?: Encoding): Decoded | Undecided {
  if (wish) return { text: decodeAs(bytes, wish), encoding: wish };
  const marked = byMark(bytes) ?? guessWide(bytes) ?? (isEscaped(bytes) ? 'iso-2022-jp' : null);
  if (marked) return { text: decodeAs(bytes, marked), encoding: marked };
  if (bytes.includes(0)) throw new ImportProblem({ code: 'notText' });
  const text = decodeStrict(bytes, 'utf-8');
  if (text !== null) return { text: plain(text), encoding: 'utf-8' };
  const damage = damageOf(bytes);
  const guess = guessEncoding(bytes);
  if (!isSlight(damage)) {
    if ('sure' in guess) return { text: decodeAs(bytes, guess.sure), encoding: guess.sure };
    return { samples: guess.samples, badByte: null };
  }
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const others = 'sure' in guess ? [sampleOf(bytes, guess.sure)] : guess.samples;
  return {
    samples: [{ encoding: 'utf-8', lines: sampleLines(lenient) }, ...others],
    badByte: placeOf(bytes, damage.first),
  };
}

function sampleOf(bytes: Uint8Array, encoding: Encoding): Sample {
  return { encoding, lines: sampleLines(new TextDecoder(encoding).decode(bytes)) };
}

/** Single wrong bytes in UTF-8 become U+FFFD, which makes a name invalid. */
function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  const strict = decodeStrict(bytes, encoding);
  if (strict !== null) return plain(strict);
  if (encoding === 'utf-8' && isSlight(damageOf(bytes))) return plain(new TextDecoder('utf-8').decode(bytes));
  throw new ImportProblem({ code: 'wrongEncoding', encoding });
}

function plain(text: string): string {
  if (text.includes('\u0000')) throw new ImportProblem({ code: 'notText' });
  return text;
}

function byMark(bytes: Uint8Array): Encoding | null {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  return startsWith(bytes, [0xfe, 0xff]) ? 'utf-16be' : null;
}

/** UTF-16 without a byte order mark: in commas, digits and line ends every second byte is zero. */
function guessWide(bytes: Uint8Array): Encoding | null {
  const sample = bytes.subarray(0, 4_000);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of sample.entries()) if (byte === 0) index % 2 === 0 ? even++ : odd++;
  const enough = Math.max(2, sample.length / 50);
  if (odd > enough && even === 0) return 'utf-16le';
  if (even > enough && odd === 0) return 'utf-16be';
  return null;
}

/** ISO-2022-JP is all below 0x80: an escape and `$` begin its characters. */
function isEscaped(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(0x1b);
  return at >= 0 && bytes[at + 1] === 0x24 && decodeStrict(bytes, 'iso-2022-jp') !== null;
}

type Damage = { good: number; bad: number; first: number };

function damageOf(bytes: Uint8Array): Damage {
  const found: Damage = { good: 0, bad: 0, first: -1 };
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceAt(bytes, at);
    if (length > 0) {
      if (length > 1) found.good++;
      at += length;
      continue;
    }
    if (found.bad === 0) found.first = at;
    found.bad++;
    // The file is in another encoding.
    if (found.bad > 2_000) return found;
    at++;
  }
  return found;
}

/** The length of the UTF-8 character at this position; 0 if there is none. */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  // Excludes overlong forms, surrogates and code points beyond the last one.
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** In another encoding, valid UTF-8 sequences occur only by chance. */
function isSlight({ good, bad }: Damage): boolean {
  return bad > 0 && good >= 2 * bad;
}

function placeOf(bytes: Uint8Array, at: number): TextPosition {
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, at)).split(/\r\n|\r|\n/);
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}

export function startsWith(bytes: Uint8Array, marks: number[]): boolean {
  return marks.every((mark, index) => bytes[index] === mark);
}
