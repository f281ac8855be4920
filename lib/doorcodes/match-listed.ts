import type { VendorDoorcode } from '@/lib/doordeer/words';
import { identityOf } from '@/lib/readings/doorcode-pages';

/** What was asked for; walls as `YYYY-MM-DD HH:MM:SS`. */
export type Asked = { name: string; lockIds: readonly string[]; from: string; to: string };

/**
 * The code behind a picture's address (docs/vendor.md, reading 6). Never by name alone: two codes of one room may share
 * a name and a window. Where a cloud gives one address to several codes, the rest of what was asked has to single it out.
 */
export function findByPicture(
  codes: readonly VendorDoorcode[],
  pictureUrl: string,
  asked: Asked,
): VendorDoorcode | null {
  const wanted = normalAddress(pictureUrl);
  if (wanted === '') return null;
  const same = codes.filter((code) => normalAddress(code.pictureUrl) === wanted);
  if (same.length <= 1) return same[0] ?? null;
  const fitting = same.filter((code) => fits(code, asked));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/**
 * The code that a lost answer was about: the one code that is there now, was not there before, and is what was asked
 * for. `several`: more than one fits. `unsure`: one fits, but what was there before is not known.
 */
export function findByDifference(
  codes: readonly VendorDoorcode[],
  knownBefore: readonly string[] | null,
  asked: Asked,
): VendorDoorcode | 'none' | 'several' | 'unsure' {
  const before = new Set(knownBefore ?? []);
  const fitting = codes.filter((code) => !before.has(identityOf(code)) && fits(code, asked));
  const [only] = fitting;
  if (!only) return 'none';
  if (knownBefore === null) return 'unsure';
  return fitting.length === 1 ? only : 'several';
}

/** Name, window and locks are those that were asked for. */
export function fits(code: VendorDoorcode, asked: Asked): boolean {
  return (
    code.name.trim() === asked.name.trim() &&
    wallOf(code.from) === asked.from &&
    wallOf(code.to) === asked.to &&
    sorted(code.lockIds) === sorted(asked.lockIds)
  );
}

function wallOf(wall: VendorDoorcode['from']): string | null {
  return wall && `${wall.date} ${wall.time}`;
}

function sorted(ids: readonly string[]): string {
  return JSON.stringify([...ids].map((id) => id.trim()).sort());
}

/** Letter case and default port of the host, and stray blanks, make no other address. */
function normalAddress(url: string): string {
  const text = url.trim();
  return URL.parse(text)?.href ?? text;
}
