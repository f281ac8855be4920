import { CodecError } from './codec-error';

/** Letters read between two pauses: about one millisecond of work. */
const STRIDE = 262_144;

const [SKIPPED, PADDING, ESCAPE, FOREIGN] = [64, 65, 66, 67];
const [QUOTE, SLASH] = [0x22, 0x2f];

const MEANING = new Uint8Array(256).fill(FOREIGN);
for (const [value, letter] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries())
  MEANING[letter.charCodeAt(0)] = value;
MEANING['-'.charCodeAt(0)] = 62;
MEANING['_'.charCodeAt(0)] = 63;
MEANING['='.charCodeAt(0)] = PADDING;
MEANING['\\'.charCodeAt(0)] = ESCAPE;
for (const blank of ' \t\n\v\f\r') MEANING[blank.charCodeAt(0)] = SKIPPED;

/** Decodes base64 in either alphabet, with or without padding, quotes and line breaks. Throws CodecError. */
export function decodeBase64(text: string): Buffer {
  const steps = base64Steps(Buffer.from(text, 'utf8'));
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in steps: yields after each stretch of work. `Buffer.from` would skip invalid letters and hide faults. */
export function* base64Steps(letters: Uint8Array): Generator<void, Buffer> {
  const isQuoted = letters.length > 1 && letters[0] === QUOTE && letters[letters.length - 1] === QUOTE;
  const [from, to] = isQuoted ? [1, letters.length - 1] : [0, letters.length];
  const out = Buffer.allocUnsafe(Math.ceil(((to - from) * 3) / 4));
  let [bits, held, length, padded] = [0, 0, 0, false];
  for (let start = from; start < to; start += STRIDE) {
    if (start > from) yield;
    const end = Math.min(to, start + STRIDE);
    for (let at = start; at < end; at++) {
      const value = MEANING[letters[at] as number] as number;
      if (value < 64 && !padded) {
        bits = ((bits << 6) | value) & 0xffffff;
        held += 6;
        if (held >= 8) {
          held -= 8;
          out[length++] = (bits >> held) & 0xff;
        }
      } else if (value === PADDING) padded = true;
      // JSON encoders write "/" as "\/" inside a quoted string.
      else if (value === ESCAPE && letters[at + 1] === SLASH) continue;
      else if (value !== SKIPPED) throw new CodecError('not-base64');
    }
  }
  // Four letters carry three bytes. A single letter at the end carries none, so something is missing.
  if (held === 6) throw new CodecError('cut-off');
  if (length === 0) throw new CodecError('empty');
  return out.subarray(0, length);
}
