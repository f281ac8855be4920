import { foldAccount } from '@/lib/text/fold-account';

/** A field as a person last changed it. Never a password or another secret. */
export type KeptField = {
  key: string;
  label: string;
  value: string;
  /** The value as the person reads it. Empty for a checkbox, whose label says it. */
  words: string;
  inDialog: boolean;
};

/** A form's values while its user signs in again. */
type Stored = { account: string; at: number; fields: KeptField[] };

const name = 'doordesk.typed';
const longestMs = 30 * 60_000;
/** Characters. A browser stores about five million for all pages. */
const most = 200_000;

type Tab = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** `tab`: the session storage, which ends with the tab and which no other tab sees. */
export function storeTyped(tab: Tab, stored: Stored): void {
  const text = JSON.stringify(stored);
  if (stored.fields.length === 0 || text.length > most) return;
  try {
    tab.setItem(name, text);
  } catch {
    // A browser may refuse to store anything. The person then types again.
  }
}

/** Once, and only for the same account, soon after. */
export function takeTyped(tab: Tab, { account, now }: { account: string; now: number }): KeptField[] {
  const stored = parse(tab.getItem(name));
  forgetTyped(tab);
  if (!stored || now - stored.at > longestMs) return [];
  return foldAccount(stored.account) === foldAccount(account) ? stored.fields : [];
}

export function forgetTyped(tab: Tab): void {
  tab.removeItem(name);
}

function parse(text: string | null): Stored | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isStored(value) ? value : null;
  } catch {
    return null;
  }
}

/** Other scripts of this origin, such as an older version of this page, write to the same storage. */
function isStored(value: unknown): value is Stored {
  if (!isRecord(value)) return false;
  const { account, at, fields } = value;
  return (
    typeof account === 'string' && typeof at === 'number' && Array.isArray(fields) && fields.every(isField)
  );
}

function isField(value: unknown): value is KeptField {
  if (!isRecord(value)) return false;
  const { key, label, value: typed, words, inDialog } = value;
  return (
    [key, label, typed, words].every((text) => typeof text === 'string') && typeof inDialog === 'boolean'
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
