import { foldAccents } from './fold-text';

/**
 * A text by whose code points a list is ordered as people do: without case and accents, room 2 before room 10. Stored in
 * a column under the C collation, because a database's own collations differ from server to server.
 * A change of what this returns needs a new `textKeyVersion` in stored-keys.ts.
 */
export function orderKey(text: string): string {
  return foldAccents(text)
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/\p{Nd}+/gu, numberKey);
}

/** The number of digits first: a longer number is the larger one, and no width has to be agreed on. */
function numberKey(digits: string): string {
  const number = digits.replace(/^0+(?=.)/, '');
  return String(Math.min(number.length, 99)).padStart(2, '0') + number;
}

/** Orders names as the database orders their stored keys. */
export function compareNames(one: string, other: string): number {
  return compareKeys(remembered(one), remembered(other));
}

/** By code points, as UTF-8 and with it PostgreSQL's C collation do; `<` goes by UTF-16 units. */
function compareKeys(one: string, other: string): number {
  if (one === other) return 0;
  if (surrogate.test(one) || surrogate.test(other))
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return one < other ? -1 : 1;
}

const surrogate = /[\ud800-\udfff]/;

// A sort asks for the same few thousand names again and again.
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
