import { foldText, textMatcher } from './fold-text';

/** Shorter words get no typo: nearly every short word is one letter away from another. */
const shortest = 4;

export function isWithinOneTypo(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return swapped && short.slice(at + 2) === long.slice(at + 2);
}

/** Whether a word of `text` begins with `word` or one typo of it; both folded. Digits are never a typo: 1204 is not 1205. */
export function beginsWithinOneTypo(text: string, word: string): boolean {
  if (word.length < shortest) return false;
  return tokensOf(text).some((token) =>
    [-1, 0, 1].some((more) => {
      const start = token.slice(0, word.length + more);
      return digitsOf(start) === digitsOf(word) && isWithinOneTypo(start, word);
    }),
  );
}

/** Whole words, so that an account's address is one, and their parts. */
function tokensOf(text: string): string[] {
  return [...text.split(/\s+/), ...text.split(/[^\p{L}\p{N}\p{M}]+/u)];
}

const digitsOf = (text: string) => text.replace(/\P{Nd}/gu, '');

/** LIKE patterns for one typo. Empty for a short text, or for more than 40 letters: each letter needs three patterns. */
export function typoPatterns(text: string): string[] {
  const letters = [...foldText(text)];
  if (letters.length < shortest || letters.length > 40) return [];
  const patterns = new Set<string>();
  const add = (parts: string[]) => patterns.add(`%${parts.join('')}%`);
  const escaped = letters.map((letter) => letter.replace(/[\\%_]/g, '\\$&'));
  letters.forEach((letter, at) => {
    if (!isDigit(letter)) {
      add(escaped.toSpliced(at, 1, '_'));
      add(escaped.toSpliced(at, 1));
    }
    const before = letters[at - 1];
    if (before !== undefined && !isDigit(before) && !isDigit(letter)) add(escaped.toSpliced(at, 0, '_'));
    const next = letters[at + 1];
    if (next !== undefined && !isDigit(letter) && !isDigit(next)) {
      add(escaped.toSpliced(at, 2, escaped[at + 1] ?? '', escaped[at] ?? ''));
    }
  });
  return [...patterns];
}

const isDigit = (letter: string) => /\p{Nd}/u.test(letter);

/** Rows that contain the text; if none does, rows one typo away. Keeps their order. */
export function findByText<Row>(
  rows: readonly Row[],
  typed: string,
  textsOf: (row: Row) => readonly string[],
): Row[] {
  const { exact, near } = findExactlyOrNearly(rows, typed, textsOf);
  return exact.length > 0 ? exact : near;
}

/** As `findByText`. `near` is empty if a row contains the text. */
export function findExactlyOrNearly<Row>(
  rows: readonly Row[],
  typed: string,
  textsOf: (row: Row) => readonly string[],
): { exact: Row[]; near: Row[] } {
  if (typed.trim() === '') return { exact: [...rows], near: [] };
  const isFound = textMatcher(typed);
  const exact = rows.filter((row) => isFound(textsOf(row)));
  if (exact.length > 0) return { exact, near: [] };
  const words = foldText(typed).split(/\s+/);
  const near = rows.filter((row) => {
    const texts = textsOf(row).map(foldText);
    return words.every((word) =>
      texts.some((text) => text.includes(word) || beginsWithinOneTypo(text, word)),
    );
  });
  return { exact, near };
}
