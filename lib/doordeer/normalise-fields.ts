import { JsonFault, readJson, withoutBlanks } from './json';

/**
 * The only place that reads the vendor's many spellings (docs/vendor.md, readings 2 and 3). Every function accepts any
 * value. A JsonFault means a contradiction: one key twice, or two names of one field with different values.
 */

export type Fields = Record<string, unknown>;

/** The vendor's other spellings, and the two names of the channel number. Keys are as `cleanKey` returns them. */
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

/** Returns an object with clean keys, or null. Accepts an object or a string of JSON. Values stay unchanged. */
export function toFields(value: unknown): Fields | null {
  const source = typeof value === 'string' ? parseJson(value) : value;
  if (!isFields(source)) return null;
  const clean = new Map<string, unknown>();
  for (const [key, entry] of Object.entries(source)) {
    const name = cleanKey(key);
    const known = clean.get(name);
    // Two names of one field, such as vir_chn_no and vir_channel_no: the one with a value counts.
    if (!isBlank(known) && !isBlank(entry) && toText(known) !== toText(entry))
      throw new JsonFault('duplicate-key');
    if (!clean.has(name) || isBlank(known)) clean.set(name, entry);
  }
  // fromEntries defines its keys, so "__proto__" stays a key like any other.
  return Object.fromEntries(clean);
}

/** The entries of a list in any shape, or null. "" and null are an empty list, because PHP writes one that way. */
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
  // `{"0": {…}, "1": {…}, "count": 2}` is a list with an extra field. `{"gid": …}` is one entry without its brackets.
  if (numbered.length === 0) return [value];
  return numbered.sort((a, b) => Number(a.key) - Number(b.key)).map(({ entry }) => entry);
}

export function toInt(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  if (typeof value !== 'string') return null;
  const text = withoutBlanks(value);
  if (!/^[+-]?\d+(\.0+)?$/.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number + 0 : null;
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return '';
}

export function toTextOrNull(value: unknown): string | null {
  return toText(value) || null;
}

/**
 * The digits, unchanged, because revoking sends them back. A number gets no leading zeros: their count is unknown.
 * Null: no digits, or JavaScript has rounded the number.
 */
export function toDigits(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** Returns undefined for text that is not JSON. Throws JsonFault on a contradiction. */
export function parseJson(text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonFault && error.problem === 'syntax') return undefined;
    throw error;
  }
}
