import chardet from 'chardet';
import type { Encoding } from './encoding-names';
import { encodings } from './encoding-names';
import { commonCharacters, isReadable, plausibleShare } from './rate-text';
import { isKnownHeading } from './read-headings';

export type Sample = { encoding: Encoding; lines: string[] };
export type Guess = { sure: Encoding } | { samples: Sample[] };

const mostSampled = 32_000;
const mostSamples = 6;
const fewSamples = 3;
const plausible = 0.97;
/** With this many two-byte characters, no further sign is needed to recognise the language. */
const enoughCharacters = 24;

type Reading = { encoding: Encoding; text: string; known: boolean; share: number; confidence: number };

/** For files that are not UTF-8. Sure only if just one reading gives words, or known headings. Otherwise a person chooses. */
export function guessEncoding(bytes: Uint8Array): Guess {
  const [heading, lines] = linesBeyondAscii(bytes);
  const sampled = joined([heading, ...lines]);
  const found = new Map(
    chardet.analyse(sampled).map(({ name, confidence }) => [name.toLowerCase(), confidence]),
  );
  const distinct = new Map<string, Reading>();
  for (const encoding of encodings.filter((one) => !one.startsWith('utf-'))) {
    const text = decodeStrict(sampled, encoding);
    if (text === null || distinct.has(text)) continue;
    const characters = commonCharacters(sampled, encoding);
    const share = characters && characters.share < 0.8 ? 0 : plausibleShare(text);
    const cells = (text.split('\n')[0] ?? '').split(/[,;\t]/);
    const known = cells.some((cell) => /[^\p{ASCII}]/u.test(cell) && isKnownHeading(cell));
    distinct.set(text, { encoding, text, known, share, confidence: found.get(nameOf(encoding)) ?? 0 });
  }
  const ranked = [...distinct.values()].sort(
    (a, b) => Number(b.known) - Number(a.known) || b.share - a.share || b.confidence - a.confidence,
  );
  const [best, second] = ranked;
  if (best && isSure(best, second, sampled)) return { sure: best.encoding };
  return {
    samples: ranked
      .filter(({ text }) => isReadable(text))
      .filter(({ share }, index) => share > 0 || index < fewSamples)
      .slice(0, mostSamples)
      .map(({ encoding, text }) => ({ encoding, lines: sampleLines(text) })),
  };
}

function isSure(best: Reading, second: Reading | undefined, bytes: Uint8Array): boolean {
  if (best.share < plausible) return false;
  if (best.known && !second?.known) return true;
  if (second && second.share >= plausible) return false;
  const characters = commonCharacters(bytes, best.encoding);
  return characters === null || characters.count >= enoughCharacters;
}

function nameOf(encoding: Encoding): string {
  return encoding === 'windows-1252' ? 'iso-8859-1' : encoding;
}

/** The first line, and lines with a byte beyond ASCII. A line end is one byte in each of these encodings. */
function linesBeyondAscii(bytes: Uint8Array): [Uint8Array, Uint8Array[]] {
  const found: Uint8Array[] = [];
  let heading: Uint8Array | null = null;
  let length = 0;
  for (let from = 0; from < bytes.length && length < mostSampled; ) {
    const next = bytes.indexOf(0x0a, from);
    const line = bytes.subarray(from, next === -1 ? bytes.length : next + 1);
    from += line.length;
    if (heading === null) heading = line;
    else if (line.some((byte) => byte >= 0x80 || byte === 0x1b)) {
      found.push(line.subarray(0, 2_000));
      length += line.length;
    }
  }
  return [heading ?? bytes, found];
}

function joined(lines: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(lines);
}

export function decodeStrict(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    // TextDecoder removes a byte order mark.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function sampleLines(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .filter((line) => /[^\p{ASCII}]/u.test(line))
    .slice(0, 3)
    .map((line) => line.slice(0, 160));
}
