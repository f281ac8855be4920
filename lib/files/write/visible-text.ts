import { hiddenCharacters } from '@/lib/text/mark-hidden';

/**
 * Nothing in it can hide: most texts, told apart quickly because an export holds millions. Hangul's fillers count as
 * letters and show nothing. One way to take each character: with two, a long name that ends in a dash is tried in as many
 * ways as there are subsets of its letters, and holds up the whole process.
 */
const plain = /^(?:(?![\u115F\u1160\u3164\uFFA0])[\x20-\x7E\p{N}\p{L}])*$/u;
const layout = new Map([
  ['U+0009', '\t'],
  ['U+000A', '\n'],
  ['U+000D', '\r'],
]);

/** `text` with every unseen character written out as `[U+202E]`, so that a file shows what a page shows. */
export function visibleText(text: string): string {
  if (plain.test(text)) return text;
  return hiddenCharacters(text)
    .map((part) => (part.kind === 'text' ? part.text : (layout.get(part.code) ?? `[${part.code}]`)))
    .join('');
}

/** A text that holds such a code itself: its bracket is written out, so that `hiddenText` does not decode it. */
const spelling = /\[(?=U\+[0-9A-F]{4,6}\])/g;
const bracket = '[U+005B]';

/** `visibleText` for a file, from which an import restores the text. Migration 0041 has the same in SQL. */
export function fileText(text: string): string {
  return visibleText(text.includes('[U+') ? text.replace(spelling, bracket) : text);
}

/** Undoes `fileText`. `[U+0000]` stays as it is, because the database cannot store NUL. */
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
