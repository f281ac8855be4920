import { parseJson, toText } from './normalise-fields';
import type { Lock } from './words';

/**
 * Reads `lock_id`. The vendor's document writes it as `{"A002": "Rear lock"}` (an object or text, with any quotes or
 * none), as `A002:Rear lock,A003:Front`, or as `A01,A02`. Never throws. No lock comes twice.
 */
export function parseLocks(value: unknown): Lock[] {
  const byId = new Map<string, Lock>();
  for (const lock of read(value)) {
    const held = byId.get(lock.id);
    if (lock.id !== '' && (held === undefined || held.alias === '')) byId.set(lock.id, lock);
  }
  return [...byId.values()];
}

export function parseLockIds(value: unknown): string[] {
  return parseLocks(value).map((lock) => lock.id);
}

function read(value: unknown): Lock[] {
  if (Array.isArray(value)) return value.flatMap(read);
  if (typeof value === 'object' && value !== null) return readObject(value);
  const text = toText(value);
  if (!/^[[{]/.test(text)) return readText(text);
  const parsed = parseJson(text.replace(/[“”„]/g, '"'));
  // Looks like JSON but is not, as in the document's own example: read what stands between the brackets.
  return typeof parsed === 'object' && parsed !== null
    ? read(parsed)
    : readText(text.replace(/[[\]{}]/g, ''));
}

function readObject(value: object): Lock[] {
  const entries = Object.entries(value);
  const named = (names: string[]) => entries.find(([key]) => names.includes(key.trim().toLowerCase()))?.[1];
  const id = toText(named(['lock_id', 'id']));
  // `{"lock_id": "A002", "alias": "Rear lock"}`
  if (id !== '') return [{ id, alias: toText(named(['alias', 'name', 'lock_name'])) }];
  // Numbered keys hold entries, not aliases: `{"0": {"A002": "Rear lock"}}`.
  return entries.flatMap(([key, entry]) =>
    typeof entry === 'object' && entry !== null ? read(entry) : [{ id: unquote(key), alias: toText(entry) }],
  );
}

function readText(text: string): Lock[] {
  const locks: Lock[] = [];
  const hasAliases = /[:：]/.test(text);
  for (const part of text.split(/[,，;；\n]/)) {
    const [head = '', ...tail] = part.split(/[:：]/);
    const id = unquote(head);
    const last = locks.at(-1);
    if (id === '' && tail.length === 0) continue;
    // A comma inside an alias ("A002:Rear lock, left") makes a part that is not an id.
    if (
      tail.length === 0 &&
      hasAliases &&
      last !== undefined &&
      last.alias !== '' &&
      !/^[A-Za-z]*\d+$/.test(id)
    ) {
      last.alias = `${last.alias}, ${id}`;
    } else {
      locks.push({ id, alias: unquote(tail.join(':')) });
    }
  }
  return locks;
}

const QUOTES = new Set('"\'“”„‘’');

/** Removes quotes and blanks at both ends. A regular expression would look back at every quote. */
function unquote(text: string): string {
  const bare = text.trim();
  let [from, to] = [0, bare.length];
  while (from < to && QUOTES.has(bare[from] ?? '')) from++;
  while (to > from && QUOTES.has(bare[to - 1] ?? '')) to--;
  return bare.slice(from, to).trim();
}
