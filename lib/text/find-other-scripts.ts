const latin = /\p{Script=Latin}/u;
/** Written together with Latin letters in many names, and never taken for them. */
const eastAsian =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}]/u;
const scripts = [
  latin,
  eastAsian,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Georgian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Thai}/u,
  /\p{Script=Devanagari}/u,
];
const otherScript = /\p{L}/u;
const unscripted = /[\p{Script=Common}\p{Script=Inherited}]/u;
const account = /[^\s@]+@[^\s@]+/gu;

export type Letter = { index: number; char: string };

/**
 * Letters of the names of accounts in a text that are not of their script, such as a Cyrillic "а" among Latin letters.
 * The part before the @ and each label of the domain are judged separately. Empty for a text without an address.
 */
export function lettersOfOtherScripts(text: string): Letter[] {
  return [...text.matchAll(account)].flatMap(({ 0: name, index }) => oddLettersOfName(name, index));
}

function oddLettersOfName(name: string, index: number): Letter[] {
  const at = name.indexOf('@');
  const found = oddLetters(name.slice(0, at), index);
  let start = at + 1;
  for (const label of name.slice(start).split('.')) {
    found.push(...oddLetters(label, index + start));
    start += label.length + 1;
  }
  return found;
}

function oddLetters(text: string, start: number): Letter[] {
  const letters: (Letter & { script: RegExp })[] = [];
  let index = start;
  for (const char of text) {
    const script = scriptOf(char);
    if (script) letters.push({ index, char, script });
    index += char.length;
  }
  const own = letters.some(({ script }) => script === latin) ? latin : letters[0]?.script;
  return letters.filter(({ script }) => script !== own && !(own === latin && script === eastAsian));
}

function scriptOf(char: string): RegExp | null {
  if (!otherScript.test(char) || unscripted.test(char)) return null;
  return scripts.find((script) => script.test(char)) ?? otherScript;
}
