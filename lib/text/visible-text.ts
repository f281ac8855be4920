import { hiddenCharacters, markedCharacters, type TextPart } from './mark-hidden';

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
  return plain.test(text) ? text : written(hiddenCharacters(text));
}

const ascii = /^[\x20-\x7E]*$/;

/** For a place of a page that holds only text, such as a label. Also marks mixed scripts in the name of an account. */
export function labelText(text: string): string {
  return ascii.test(text) ? text : written(markedCharacters(text));
}

function written(parts: TextPart[]): string {
  return parts
    .map((part) => (part.kind === 'text' ? part.text : (layout.get(part.code) ?? `[${part.code}]`)))
    .join('');
}
