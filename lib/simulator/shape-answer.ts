import type { Answer } from './calls/define-call';
import { isRecord } from './calls/list-of';
import type { Settings } from './faults/settings';

/** Misprints of the document: keys with a stray blank, as printed for 10004, 10013, 10014 and 10016. */
const straySpelling: Record<string, string> = {
  list: ' list ',
  mainer: ' mainer ',
  head_url: ' head_url l ',
  passwd_url: ' passwd_url',
  unit_label: 'unit_label ',
  vkey_name: ' vkey_name',
};

/** The table of 10002 lacks the first letter of one key. */
const misspelling: Record<string, string> = { building_name: ' uilding_name' };

/** Gives an answer one of the shapes in which a cloud may send it (docs/vendor.md, reading 3). */
export function shapeAnswer(answer: Answer, settings: Readonly<Settings>): unknown {
  const shaped: Record<string, unknown> = { ...answer };
  if (Array.isArray(answer.list)) {
    shaped.list = shapeList(
      answer.list.map((entry) => shapeEntry(entry, settings)),
      settings,
    );
  }
  return shapeEntry(shaped, settings);
}

function shapeEntry(entry: unknown, settings: Readonly<Settings>): unknown {
  if (!isRecord(entry)) return entry;
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [keyOf(key, settings), shapeValue(key, value, settings)]),
  );
}

function keyOf(key: string, settings: Readonly<Settings>): string {
  if (settings.misspeltKeys && misspelling[key] !== undefined) return misspelling[key];
  return settings.strayBlanks ? (straySpelling[key] ?? key) : key;
}

function shapeValue(key: string, value: unknown, settings: Readonly<Settings>): unknown {
  // Only locks of the device list have aliases. A doorcode's locks are ids in every shape.
  if (key === 'lock_id' && typeof value === 'string' && value.includes(':'))
    return shapeLocks(value, settings);
  return settings.numberStrings && typeof value === 'number' ? String(value) : value;
}

function shapeLocks(pairs: string, { lockShape }: Readonly<Settings>): unknown {
  if (lockShape === 'pairs') return pairs;
  const locks = pairs.split(/,(?=A\d+:)/).map((pair): [string, string] => {
    const colon = pair.indexOf(':');
    return [pair.slice(0, colon), pair.slice(colon + 1)];
  });
  if (lockShape === 'ids') return locks.map(([id]) => id).join(',');
  const object = Object.fromEntries(locks);
  return lockShape === 'json' ? JSON.stringify(object) : object;
}

function shapeList(list: unknown[], { listShape }: Readonly<Settings>): unknown {
  if (listShape === 'string') return JSON.stringify(list);
  if (listShape === 'object')
    return Object.fromEntries(list.map((entry, index) => [String(index + 1), entry]));
  return list;
}
