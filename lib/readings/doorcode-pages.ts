import { isVendorError } from '@/lib/doordeer/errors';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { cloudDigest, keepFinding, readFinding } from './findings';

/** Entries asked for at once (`num` of 10015). */
const doorcodePage = 100;
const mostPages = 100;
/** Empty lists that are asked for again from 1 during background work, before it is taken that 0 is right. */
const mostDoubts = 8;

/** What this process has learnt about a cloud's paging. */
type Habits = {
  /** Does its list begin at record 0 or 1? null: not known yet. */
  first: 0 | 1 | null;
  /** The most entries that a full page was proven to hold, when fewer than asked for. */
  cap: number | null;
  largest: number;
  /** Page length → how many lists were found to end with a page of that length. */
  ends: Map<number, number>;
  doubts: number;
  /** Which account is asking where lists begin, and until when it does. */
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

/** `length`: how many entries came, those that could not be read included. */
export type DoorcodePage = { codes: VendorDoorcode[]; length: number };
type AskPage = (start: number, count: number) => Promise<DoorcodePage>;

/**
 * The whole doorcode list of a channel. The document says neither whether records count from 0 or 1 nor how many a
 * page may hold: both are found out by asking, and pages may overlap. A page that brings nothing new ends the list.
 * `null` when the list does not end.
 *
 * @param thorough ask an empty list again from record 1 for as long as it is not known where lists begin
 * @param account who asks: one whose calls hang must not keep others waiting for what it would find out
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

/** One code of a channel's list: a cloud may hand the same eight digits out again after the first have expired. */
export function identityOf(code: VendorDoorcode): string {
  return JSON.stringify([code.digits, code.from, code.to]);
}

/**
 * The first page, and the record that it begins with. While it is not known where lists begin, one list of an account at
 * a time is asked about it and its others wait: a cold building would otherwise ask twice for each of its first rooms.
 */
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
    // Many a server takes a zero for a parameter left out.
    if (!isVendorError(error) || error.reason !== 'missing-parameter') throw error;
    refused = true;
    return { codes: [], length: 0 };
  });
  if (rows.length > 0) {
    await settle(habit, 0);
    return { start: 0, rows };
  }
  // Empty, or a cloud that counts from 1 and has no record 0: only a list with something in it can tell.
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

/**
 * Is a page of this length the last? Shorter than asked for may also mean that the cloud gives no more at once. It is
 * taken as the end when this cloud has given longer pages, or when two other lists were seen to end at that length.
 */
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
