import { foldAccents } from './fold-text';

/**
 * Sorts as people expect: without case and accents, room 2 before room 10. Needs the C collation, because others
 * differ between servers. A change needs a new `textKeyVersion`.
 */
export function orderKey(text: string): string {
  return foldAccents(text)
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/\p{Nd}+/gu, numberKey);
}

/** The number of digits comes first, so that a longer number is larger without padding. */
function numberKey(digits: string): string {
  const number = digits.replace(/^0+(?=.)/, '');
  return String(Math.min(number.length, 99)).padStart(2, '0') + number;
}

/** Sorts names as PostgreSQL sorts their stored keys. */
export function compareNames(one: string, other: string): number {
  return compareKeys(remembered(one), remembered(other));
}

/** By code points, as UTF-8 and PostgreSQL's C collation do. `<` compares UTF-16 units. */
function compareKeys(one: string, other: string): number {
  if (one === other) return 0;
  if (surrogate.test(one) || surrogate.test(other))
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return one < other ? -1 : 1;
}

const surrogate = /[\ud800-\udfff]/;

const mostRemembered = 20_000;
const keys = new Map<string, string>();

function remembered(text: string): string {
  const known = keys.get(text);
  if (known !== undefined) return known;
  if (keys.size >= mostRemembered) keys.clear();
  const key = orderKey(text);
  keys.set(text, key);
  return key;
}
