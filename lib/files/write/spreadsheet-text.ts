/**
 * Which texts a spreadsheet would change or calculate when it opens a CSV file, and how an export writes them.
 * JavaScript and PostgreSQL must read the patterns alike: migration 0034 has the same rule in SQL, and a property test
 * compares the bytes.
 */

// Signs that begin a formula. Chinese and Japanese programs read full-width and small forms as the plain ones.
const signs = '=+@\\u002d\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b';
const digits = '0-9\\uff10-\\uff19';
// Characters in numbers, dates, times and amounts. Some countries group digits by these blanks.
const marks =
  ".,:/'%()\\u002d\\u2212\\u2019\\uff0e\\uff0c\\uff1a\\uff0f\\uff05\\uff08\\uff09\\u00a0\\u2009\\u202f" +
  '$\\u00a2-\\u00a5\\u20a0-\\u20bf\\uff04\\uffe0\\uffe1\\uffe5\\uffe6';
const any = `${digits}${marks} `;
const clock =
  '\\u5e74\\u6708\\u65e5\\u65f6\\u6642\\u70b9\\u9ede\\u5206\\u79d2\\ub144\\uc6d4\\uc77c\\uc2dc\\ubd84\\ucd08';
const halfDay = '\\u4e0a\\u4e0b\\u5348\\u524d\\u5f8c\\uc624\\uc804\\ud6c4';

const months = [
  'january february march april may june july august september october november december',
  'jan feb mar apr jun jul aug sep sept oct nov dec',
  'januar jänner februar märz maerz mai juni juli oktober dezember mär mrz okt dez',
  'janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre',
  'janv févr fevr avr juil déc',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene abr ago dic',
  'gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott',
  'janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev out',
  'januari februari maart mei augustus mrt',
];
const weekdays = [
  'monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun',
  'montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so',
];
const constants = [
  'true false wahr falsch vrai faux verdadero falso vero verdadeiro waar onwaar sant falskt sand falsk tosi epätosi',
  'prawda fałsz истина ложь',
  '#n/a #null! #div/0! #value! #ref! #name? #num!',
];

/** Words as a pattern for any case. The two languages define "any case" differently, so each letter lists its own. */
function words(lists: readonly string[]): string {
  const each = lists.join(' ').split(' ');
  return `(?:${each.map((word) => [...word].map(anyCase).join('')).join('|')})`;
}

function anyCase(letter: string): string {
  const capital = letter.toUpperCase();
  if (capital !== letter) return `[${letter}${capital}]`;
  return /\w/.test(letter) ? letter : `[${letter}]`;
}

const numbers = `[${any}]*[${digits}][${any}]*`;
const half = '[AaPp][.]?[Mm][.]?';
const month = `(?:[Dd][Ee] )?${words(months)}[.]?(?: [Dd][Ee])?`;

// What a program strips or does not show.
const blank = '\\s\\p{Z}\\p{Cf}\\p{Cc}';
// A program with another separator starts a cell inside a quoted text, even among quotes.
const begin = `[;,|\\t\\n\\r][${blank}"]*`;

const patternOf = (source: string, flags = '') => new RegExp(source, `u${flags}`);

const unsafe = patternOf(`^[${blank}"]*[${signs}]|${begin}'*[${signs}]|^[${blank}]|[${blank}]$`);
const hasSpecial = patternOf(`[${digits}]|^[TtFfWwVvSsEePpИиЛл#]`);
// Leading zeros that disappear, and more digits than a cell shows or a number keeps.
const manyDigits = patternOf(`^0[0-9]+$|^[0-9]{12,}$|^[0-9]*[\\uff10-\\uff19][${digits}]*$`);
const numeric = patternOf(`^[${any}]+$`);
const hasDigit = patternOf(`[${digits}]`);
const hasMark = patternOf(`[${marks}]`);
const changed = [
  `^[.,]?[${digits}][${digits}.,]*[Ee\\uff25\\uff45][+\\u002d]?[${digits}]+$`,
  `^${numbers}${half}$|^${numbers} [AaPp][.]?$`,
  `^(?:${words(weekdays)}[., ]+)?(?:${numbers}${month}[${any}]*|${month}${numbers})(?:${half})?$`,
  `^[${halfDay}]* ?${numbers}[${clock}][${any}${clock}${halfDay}]*$|^[${halfDay}]+${numbers}$`,
  `^[${digits}]{4}-[${digits}]{2}-[${digits}]{2}[Tt][${digits}:.,+Zz\\u002d]*$`,
  `^${words(constants)}$`,
].map((source) => patternOf(source));
const inner = patternOf(`(${begin})('*[${signs}])`, 'g');
const restored = patternOf(`(${begin})'('*[${signs}])`, 'g');

const longest = 255;

export function isChanged(text: string): boolean {
  // Leading apostrophes are ignored, to distinguish a person's own apostrophe from ours.
  const bare = text.replace(/^'+/, '');
  if (unsafe.test(bare)) return true;
  if (!hasSpecial.test(bare)) return false;
  if (manyDigits.test(bare)) return true;
  if (numeric.test(bare) && hasDigit.test(bare) && hasMark.test(bare)) return true;
  return bare.length <= longest && changed.some((one) => one.test(bare));
}

/** An apostrophe goes in front, and before each sign where another separator than the comma starts a cell. */
export function keepText(text: string): string {
  return isChanged(text) ? `'${text.replace(inner, "$1'$2")}` : text;
}

export function plainText(cell: string): string {
  if (!cell.startsWith("'")) return cell;
  const plain = cell.slice(1).replace(restored, '$1$2');
  return isChanged(plain) ? plain : cell;
}
