import type { Encoding } from '../schema';
import { ImportProblem } from './problem';

/** Enough for the most rows with long notes, and well below the limit of an action's body (next.config.js). */
export const mostBytes = 2_000_000;

export type Decoded = { text: string; encoding: Encoding };

/** A file's text. Without a wish its encoding is found out; the page says which it was, and lets another be chosen. */
export function decodeFile(bytes: Uint8Array, wish?: Encoding): Decoded {
  if (bytes.length > mostBytes) throw new ImportProblem({ code: 'tooLarge', most: mostBytes });
  if (bytes.length === 0) throw new ImportProblem({ code: 'empty' });
  // A ZIP or an OLE file: workbooks, whatever their ending.
  if (startsWith(bytes, [0x50, 0x4b, 3, 4]) || startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new ImportProblem({ code: 'workbook' });
  }
  const encoding = wish ?? guess(bytes);
  const text = decode(bytes, encoding);
  if (text === null) throw new ImportProblem({ code: 'wrongEncoding', encoding });
  if (text.includes('\u0000')) throw new ImportProblem({ code: 'notText' });
  return { text, encoding };
}

function guess(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(bytes, [0xfe, 0xff])) return 'utf-16be';
  const wide = guessWide(bytes);
  if (wide) return wide;
  if (decode(bytes, 'utf-8') !== null) return 'utf-8';
  return isChinese(bytes) ? 'gb18030' : 'windows-1252';
}

/** UTF-16 without its mark: commas, digits and line ends leave every second byte zero. */
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

/**
 * Not UTF-8: Chinese Excel's GB18030, or the western Windows-1252? Chinese characters come as pairs of high bytes, and
 * western text has its accents between plain letters.
 */
function isChinese(bytes: Uint8Array): boolean {
  if (decode(bytes, 'gb18030') === null) return false;
  let paired = 0;
  let alone = 0;
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    if ((bytes[at + 1] ?? 0) >= 0x80) {
      paired++;
      at++;
    } else alone++;
  }
  return paired > alone;
}

function decode(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    // The mark at the start is no part of the text: TextDecoder takes it away.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function startsWith(bytes: Uint8Array, marks: number[]): boolean {
  return marks.every((mark, index) => bytes[index] === mark);
}
