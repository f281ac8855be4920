/** Shorter repeats and runs also occur in random texts. */
const shortest = 4;
/** A random text of 20 characters, or a key of 32 bytes, has more. */
const fewestPieces = 12;
const fewestDifferent = 8;

/** Made by hand, as far as one can tell. Upper case does not hide a repeated word. */
export function isGuessableText(text: string): boolean {
  return isRegular([...text.toLowerCase()].map((character) => character.codePointAt(0) ?? 0));
}

/** 32 random bytes are never text of any language: less than once in 10^12 keys. */
export function isGuessableKey(key: Buffer): boolean {
  const text = new TextDecoder().decode(key);
  return isRegular([...key]) || !/[\p{Cc}\p{Cn}\ufffd]/u.test(text.replace(/[\t\r\n]/g, ''));
}

function isRegular(values: readonly number[]): boolean {
  return new Set(values).size < fewestDifferent || countPieces(values) < fewestPieces;
}

/** How many pieces a person would have to remember: a repeat of what came before, or a run such as 4321, is one. */
function countPieces(values: readonly number[]): number {
  let count = 0;
  for (let at = 0; at < values.length; count += 1) {
    const length = Math.max(lengthOfRun(values, at), lengthOfRepeat(values, at));
    at += length < shortest ? 1 : length;
  }
  return count;
}

function lengthOfRun(values: readonly number[], at: number): number {
  const step = (index: number) => (values[index] ?? Number.NaN) - (values[index - 1] ?? Number.NaN);
  let end = at + 2;
  while (step(end) === step(at + 1)) end += 1;
  return end - at;
}

/** It may overlap with its first occurrence: `abcabcabc` is `abc`, and a repeat of 6. */
function lengthOfRepeat(values: readonly number[], at: number): number {
  let longest = 0;
  for (let from = 0; from < at; from += 1) {
    let length = 0;
    while (at + length < values.length && values[from + length] === values[at + length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}
