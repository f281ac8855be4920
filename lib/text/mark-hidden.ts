import { lettersOfOtherScripts } from './find-other-scripts';

export type TextPart = { kind: 'text'; text: string } | { kind: 'hidden' | 'otherScript'; code: string };

/** Characters that show nothing: Unicode's Default_Ignorable_Code_Point, controls, separators, blanks that are letters or symbols. */
const invisible = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]/gu;

const letter = /\p{L}/u;
const virama =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u1039\u17d2\u1b44\ua9c0]/u;
const cursiveScript = String.raw`[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mongolian}\p{scx=Nko}\p{scx=Mandaic}\p{scx=Adlam}]`;
const cursive = new RegExp(String.raw`(?=[\p{L}\p{M}])${cursiveScript}`, 'u');
/** Unicode's joining types R and U: no letter joins to these from the left, so a non-joiner after them changes nothing. */
const neverJoined =
  '\\u0621-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2\\u06d3\\u06d5\\u06ee\\u06ef\\u0710\\u0715-\\u0719\\u071e\\u0728\\u072a\\u072c\\u0759-\\u075b\\u076b\\u076c\\u0771\\u0773\\u0774\\u0778\\u0779';
const joinedAfter = new RegExp(String.raw`(?![${neverJoined}])(?=[\p{L}\p{M}])${cursiveScript}`, 'u');
const mongolian = /(?=\p{L})\p{Script=Mongolian}/u;
const emoji = /\p{Extended_Pictographic}/u;
const emojiEnd = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f/u;

/**
 * Whether a script or an emoji needs the character between these two. The SQL function `export_shown` follows the same
 * rules (migration 0046).
 */
function isNeeded(char: string, before: string, after: string): boolean {
  const betweenViramas = virama.test(after) && letter.test(before);
  switch (char) {
    case '\u200d':
      return virama.test(before) || betweenViramas || (emojiEnd.test(before) && emoji.test(after));
    case '\u200c':
      return (
        (virama.test(before) && letter.test(after)) ||
        betweenViramas ||
        (joinedAfter.test(before) && cursive.test(after))
      );
    case '\ufe0e':
    case '\ufe0f':
      return emoji.test(before) || (/[0-9#*]/.test(before) && after === '\u20e3');
    case '\u180b':
    case '\u180c':
    case '\u180d':
    case '\u180f':
      return mongolian.test(before);
    default:
      return false;
  }
}

type Found = { index: number; length: number; kind: 'hidden' | 'otherScript'; code: string };

function findHidden(text: string): Found[] {
  const found: Found[] = [];
  for (const { 0: char, index } of text.matchAll(invisible)) {
    if (isNeeded(char, characterBefore(text, index), characterAt(text, index + char.length))) continue;
    found.push({ index, length: char.length, kind: 'hidden', code: codeOf(char) });
  }
  return found;
}

export function hiddenCharacters(text: string): TextPart[] {
  return partsOf(text, findHidden(text));
}

const writtenCode = /\[U\+[0-9A-F]{4,6}\]/g;

/** For pages. In the name of an account, a letter of another script than the rest is followed by its code. */
export function markedCharacters(text: string): TextPart[] {
  // A label may be part of another label: a code that is written already is not a letter, and not written twice.
  const letters = lettersOfOtherScripts(text.replace(writtenCode, (code) => '-'.repeat(code.length)))
    .map(
      ({ index, char }): Found => ({
        index: index + char.length,
        length: 0,
        kind: 'otherScript',
        code: codeOf(char),
      }),
    )
    .filter(({ index, code }) => !text.startsWith(`[${code}]`, index));
  const found = findHidden(text);
  if (letters.length === 0) return partsOf(text, found);
  return partsOf(
    text,
    [...letters, ...found].sort((one, other) => one.index - other.index),
  );
}

function partsOf(text: string, found: Found[]): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { index, length, kind, code } of found) {
    if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) });
    parts.push({ kind, code });
    end = index + length;
  }
  if (end < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function characterBefore(text: string, index: number): string {
  const pair = text.slice(Math.max(0, index - 2), index);
  return /^[\u{10000}-\u{10ffff}]$/u.test(pair) ? pair : pair.slice(-1);
}

function characterAt(text: string, index: number): string {
  const point = text.codePointAt(index);
  return point === undefined ? '' : String.fromCodePoint(point);
}

function codeOf(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
