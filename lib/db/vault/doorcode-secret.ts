import { createHmac } from 'node:crypto';
import { Secret } from '../../doordeer/secret';
import { deriveKey, keyNumbers, type SealedFor, seal, tryOpen } from '../../vault';

/** A doorcode's digits and its QR picture's address. Both open the door. */
export type DoorcodeSecret = { digits: string; pictureUrl: string };

export type DoorcodePlace = { workspaceId: string; gid: string; channel: number; digest: Buffer };

/** Days after the end of a code, when its digits and picture address are dropped. */
export const keepDigitsDays = 30;

/** Replaces digits in keys. Keyed by the vault: without the key, no one can try the 100 million codes against it. */
export function doorcodeDigest(workspaceId: string, text: string, keyNumber = newest()): Buffer {
  return createHmac('sha256', deriveKey('doorcode-digest', keyNumber))
    .update(JSON.stringify([workspaceId, text]))
    .digest();
}

/**
 * All digests that the database may have of this text, the newest first. After a rotation, what was dropped keeps the
 * digest of its time, in a digest under each newer key (`renewDigest`).
 */
export function doorcodeDigests(workspaceId: string, text: string): Buffer[] {
  const numbers = keyNumbers();
  return numbers
    .map((base, at) => numbers.slice(at + 1).reduce(renewDigest, doorcodeDigest(workspaceId, text, base)))
    .reverse();
}

/** For a digest whose text is gone: hides it from those who know only older keys. */
export function renewDigest(digest: Buffer, keyNumber: number): Buffer {
  return createHmac('sha256', deriveKey('doorcode-digest', keyNumber)).update(digest).digest();
}

function newest(): number {
  return keyNumbers().at(-1) ?? 1;
}

export function sealDoorcode(place: DoorcodePlace, { digits, pictureUrl }: DoorcodeSecret): Buffer {
  return seal(placeSeal(place), new Secret(JSON.stringify([digits, pictureUrl])));
}

/** Null if it was dropped, or does not open. */
export function openDoorcode(place: DoorcodePlace, sealed: Buffer | null): DoorcodeSecret | null {
  const plain = sealed && tryOpen(placeSeal(place), sealed);
  if (!plain) return null;
  // Written by `sealDoorcode`: an authenticated text is as it was.
  const [digits, pictureUrl] = JSON.parse(plain.reveal()) as [string, string];
  return { digits, pictureUrl };
}

function placeSeal({ workspaceId, gid, channel, digest }: DoorcodePlace): SealedFor {
  const row = JSON.stringify([gid, channel, digest.toString('hex')]);
  return { purpose: 'doorcode', row, workspace: workspaceId };
}

type Request = { id: string; workspace_id: string };

export function sealPicture(request: Request, pictureUrl: string): Buffer {
  return seal(requestSeal(request), new Secret(pictureUrl));
}

export function openPicture(request: Request, sealed: Buffer | null): string | null {
  return (sealed && tryOpen(requestSeal(request), sealed)?.reveal()) ?? null;
}

function requestSeal({ id, workspace_id }: Request): SealedFor {
  return { purpose: 'doorcode-request', row: id, workspace: workspace_id };
}
