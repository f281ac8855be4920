import { JsonFault, readJson, withoutBlanks } from './json';

/**
 * The vendor's answers come in many spellings of one thing (docs/vendor.md, readings 2 and 3): numbers as strings, keys
 * with stray blanks, a list as an array, as an object with numbered keys, as one bare entry or as a string of JSON. All
 * of it is straightened out here and nowhere else. Every function takes whatever came. Only what says two things at
 * once (one key twice, or two names of one field with different values) makes them throw a JsonFault: the answer is
 * faulty.
 */

export type Fields = Record<string, unknown>;

/** Spellings that the vendor's document itself prints, and the two names of one number. Keys as `cleanKey` leaves them. */
const ALIASES: Record<string, string> = {
  head_urll: 'head_url',
  uilding_name: 'building_name',
  vir_channel_no: 'vir_chn_no',
};

function cleanKey(key: string): string {
  const clean = withoutBlanks(key).toLowerCase();
  return Object.hasOwn(ALIASES, clean) ? (ALIASES[clean] ?? clean) : clean;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** An object with clean keys, from an object or a string of JSON; null when it is neither. Values stay as they came. */
export function toFields(value: unknown): Fields | null {
  const source = typeof value === 'string' ? parseJson(value) : value;
  if (!isFields(source)) return null;
  const clean = new Map<string, unknown>();
  for (const [key, entry] of Object.entries(source)) {
    const name = cleanKey(key);
    const known = clean.get(name);
    // Two names of one field, such as vir_chn_no and vir_channel_no: the one that says something counts.
    if (!isBlank(known) && !isBlank(entry) && toText(known) !== toText(entry))
      throw new JsonFault('duplicate-key');
    if (!clean.has(name) || isBlank(known)) clean.set(name, entry);
  }
  // fromEntries defines its keys, so a "__proto__" in an answer stays a key like any other.
  return Object.fromEntries(clean);
}

/**
 * The entries of a list in any shape; `null` when it is no list at all. Nothing ("" or null) is an empty list: that is
 * how PHP writes one.
 */
export function toList(value: unknown): unknown[] | null {
  if (value === undefined) return null;
  if (isBlank(value)) return [];
  if (typeof value === 'string') {
    const parsed = parseJson(value);
    return typeof parsed === 'object' && parsed !== null ? toList(parsed) : null;
  }
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return null;
  const entries = Object.entries(value).map(([key, entry]) => ({ key: withoutBlanks(key), entry }));
  if (entries.length === 0) return [];
  const numbered = entries.filter(({ key }) => /^\d+$/.test(key));
  // `{"0": {…}, "1": {…}, "count": 2}` is a list with a remark; `{"gid": …}` is one entry without its brackets.
  if (numbered.length === 0) return [value];
  return numbered.sort((a, b) => Number(a.key) - Number(b.key)).map(({ entry }) => entry);
}

/** A whole number from 3, "3", " 3 " or "3.0"; null when it is none. */
export function toInt(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  if (typeof value !== 'string') return null;
  const text = withoutBlanks(value);
  if (!/^[+-]?\d+(\.0+)?$/.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number + 0 : null;
}

/** Text without blanks around it; numbers are written out, everything else is ''. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return '';
}

/** Text, or null when there is none: absent, null, blank. */
export function toTextOrNull(value: unknown): string | null {
  return toText(value) || null;
}

/**
 * The digits of a doorcode as they came, blanks and all: the cloud is told the same when the code is revoked. A number has
 * no leading zero in JSON, and a code that begins with one can only come as a string: nothing is put before a number,
 * because the number of digits that the door wants is not known. Null: there are none, or JavaScript has rounded the
 * number.
 */
export function toDigits(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** The value of a string of JSON; undefined when it is none. Throws JsonFault on one that says two things at once. */
export function parseJson(text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonFault && error.problem === 'syntax') return undefined;
    throw error;
  }
}
