import { doorcodeDigest, doorcodeDigests } from '@/lib/db/vault/doorcode-secret';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { identityOf } from '@/lib/readings/doorcode-pages';

/** What a request keeps of the codes that were there before it: digests, not digits. */
export function digestIdentity(workspaceId: string, code: VendorDoorcode): string {
  return doorcodeDigest(workspaceId, identityOf(code)).toString('hex');
}

/** Whether a code is none of those that a request knows from before. */
export function newSince(
  workspaceId: string,
  knownBefore: readonly string[] | null,
): (code: VendorDoorcode) => boolean {
  const before = new Set(knownBefore ?? []);
  return (code) =>
    before.size === 0 ||
    doorcodeDigests(workspaceId, identityOf(code)).every((digest) => !before.has(digest.toString('hex')));
}

export type Asked = { name: string; lockIds: readonly string[]; from: string; to: string };

/** docs/vendor.md, reading 6. Not by name, which may repeat. If codes share the address, the rest must single one out. */
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

/** After a lost answer: the one new code that fits. `unsure`: one fits, but what was there before is not known. */
export function findByDifference(
  codes: readonly VendorDoorcode[],
  { workspaceId, knownBefore }: { workspaceId: string; knownBefore: readonly string[] | null },
  asked: Asked,
): VendorDoorcode | 'none' | 'several' | 'unsure' {
  const isNew = newSince(workspaceId, knownBefore);
  const fitting = codes.filter((code) => fits(code, asked) && isNew(code));
  const [only] = fitting;
  if (!only) return 'none';
  if (knownBefore === null) return 'unsure';
  return fitting.length === 1 ? only : 'several';
}

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

/** Case and default port of the host, and stray blanks, do not matter. */
function normalAddress(url: string): string {
  const text = url.trim();
  return URL.parse(text)?.href ?? text;
}
