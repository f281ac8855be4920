import { hiddenCharacters } from '@/lib/text/mark-hidden';

/**
 * Matches texts that cannot hide a character, as a fast test for millions of rows. Hangul's fillers count as letters
 * and show nothing. Each character may match in only one way: with two ways, some long names would take exponential
 * time.
 */
const plain = /^(?:(?![\u115F\u1160\u3164\uFFA0])[\x20-\x7E\p{N}\p{L}])*$/u;
const layout = new Map([
  ['U+0009', '\t'],
  ['U+000A', '\n'],
  ['U+000D', '\r'],
]);

/** Writes each invisible character as `[U+202E]`, so that a file shows what a page shows. */
export function visibleText(text: string): string {
  if (plain.test(text)) return text;
  return hiddenCharacters(text)
    .map((part) => (part.kind === 'text' ? part.text : (layout.get(part.code) ?? `[${part.code}]`)))
    .join('');
}

/** Finds a code that the text itself contains. Its bracket is escaped, so `hiddenText` does not decode it. */
const spelling = /\[(?=U\+[0-9A-F]{4,6}\])/g;
const bracket = '[U+005B]';

/** Text for a file, which an import can restore. Migration 0041 does the same in SQL. */
export function fileText(text: string): string {
  return visibleText(text.includes('[U+') ? text.replace(spelling, bracket) : text);
}

/** Undoes `fileText`. `[U+0000]` stays, because the database cannot store NUL. */
export function hiddenText(text: string): string {
  if (!text.includes('[U+')) return text;
  return text.replace(/\[U\+([0-9A-F]{4,6})\]/g, (written, code: string) => {
    const point = Number.parseInt(code, 16);
    if (written === bracket) return '[';
    if (point === 0 || point > 0x10ffff) return written;
    const char = String.fromCodePoint(point);
    return visibleText(char) === written ? char : written;
  });
}
