import { isVendorError } from '@/lib/doordeer/errors';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { cloudDigest, keepFinding, readFinding } from './findings';

/** `num` of 10015. */
const doorcodePage = 100;
const mostPages = 100;
/** In background work: empty lists that are asked for again from record 1 before 0 counts as right. */
const mostDoubts = 8;

type Habits = {
  /** The first record number of its lists. Null: not known yet. */
  first: 0 | 1 | null;
  /** The most entries of a full page, where that is fewer than asked for. */
  cap: number | null;
  largest: number;
  /** Page length → number of lists that ended with a page of that length. */
  ends: Map<number, number>;
  doubts: number;
  /** Accounts that are finding out the first record number, until their promise settles. */
  probing: Map<string, Promise<void>>;
};

const habits = new Map<string, Promise<Habits>>();

function habitsOf(cloud: string): Promise<Habits> {
  let known = habits.get(cloud);
  if (!known) {
    known = readFinding('doorcode-start').then((value) => ({
      first: value === '0' ? 0 : value === '1' ? 1 : null,
      cap: null,
      largest: 0,
      ends: new Map(),
      doubts: 0,
      probing: new Map(),
    }));
    habits.set(cloud, known);
    known.catch(() => habits.delete(cloud));
  }
  return known;
}

/** `length`: all entries that came, even unreadable ones. */
export type DoorcodePage = { codes: VendorDoorcode[]; length: number };
type AskPage = (start: number, count: number) => Promise<DoorcodePage>;

/**
 * All doorcodes of a channel; `null` if the list does not end. First record number and page size are not
 * documented, so they are found out.
 * @param thorough asks an empty list again from record 1 while the first number is not known
 * @param account one whose calls hang must not keep others waiting
 */
export async function allDoorcodes(
  askPage: AskPage,
  thorough: boolean,
  account = '',
): Promise<VendorDoorcode[] | null> {
  const habit = await habitsOf(cloudDigest());
  const found = new Map<string, VendorDoorcode>();
  let page = await firstPage(askPage, habit, { thorough, account });
  let start = page.start;
  for (let pages = 1; pages <= mostPages; pages++) {
    const before = found.size;
    for (const code of page.rows.codes) found.set(identityOf(code), code);
    if (found.size === before || isShort(page.rows.length, habit)) return [...found.values()];
    start += page.rows.length;
    const next = { start, rows: await askPage(start, doorcodePage) };
    learn(
      page.rows.length,
      next.rows.codes.some((code) => !found.has(identityOf(code))),
      habit,
    );
    page = next;
  }
  return null;
}

/** With the window: a cloud may give the same eight digits out again after the first code has expired. */
export function identityOf(code: VendorDoorcode): string {
  return JSON.stringify([code.digits, code.from, code.to]);
}

/** While the first record number is unknown, one list per account asks, so that a new building does not ask twice per room. */
async function firstPage(
  askPage: AskPage,
  habit: Habits,
  { thorough, account }: { thorough: boolean; account: string },
) {
  while (habit.first === null && habit.probing.has(account)) await habit.probing.get(account);
  if (habit.first !== null) return { start: habit.first, rows: await askPage(habit.first, doorcodePage) };
  const probe = probeFirst(askPage, habit, thorough);
  const settled = probe.then(
    () => {},
    () => {},
  );
  habit.probing.set(account, settled);
  try {
    return await probe;
  } finally {
    if (habit.probing.get(account) === settled) habit.probing.delete(account);
  }
}

async function probeFirst(askPage: AskPage, habit: Habits, thorough: boolean) {
  let refused = false;
  const rows = await askPage(0, doorcodePage).catch((error: unknown) => {
    // Many servers take a zero for a missing parameter.
    if (!isVendorError(error) || error.reason !== 'missing-parameter') throw error;
    refused = true;
    return { codes: [], length: 0 };
  });
  if (rows.length > 0) {
    await settle(habit, 0);
    return { start: 0, rows };
  }
  // Empty, or a cloud that counts from 1. Only a list with entries can tell.
  if (!refused && !thorough && habit.doubts >= mostDoubts) return { start: 0, rows };
  habit.doubts++;
  const again = await askPage(1, doorcodePage);
  if (refused || again.length > 0) await settle(habit, 1);
  return { start: 1, rows: again };
}

async function settle(habit: Habits, first: 0 | 1): Promise<void> {
  habit.first = first;
  await keepFinding('doorcode-start', String(first));
}

/** A short page ends the list if this cloud has given longer ones, or two other lists ended there. Else it may be a limit. */
function isShort(length: number, habit: Habits): boolean {
  const known = habit.largest;
  habit.largest = Math.max(habit.largest, Math.min(length, doorcodePage));
  if (length >= doorcodePage) return false;
  if (habit.cap !== null) return length < habit.cap;
  return length < known || (habit.ends.get(length) ?? 0) >= 2;
}

function learn(length: number, continued: boolean, habit: Habits): void {
  if (length >= doorcodePage) return;
  if (continued) habit.cap = Math.min(habit.cap ?? length, length);
  else habit.ends.set(length, (habit.ends.get(length) ?? 0) + 1);
}
