import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Secret } from '@/lib/doordeer/secret';
import { processSlot } from './process-slot';

/** Each purpose has its own key, so that a text sealed for one cannot be opened for another. */
export type VaultPurpose =
  | SealedFor['purpose']
  | 'job-password'
  | 'credential'
  | 'audit-chain'
  | 'certificate'
  | 'export-manifest'
  | 'event-trace'
  | 'doorcode-digest'
  | 'vault-proof';

type Place = { row: string; workspace: string; account: string };

/**
 * What a value is sealed for: the associated data. In another row, workspace or session it does not open. `row` also
 * names the column if a row has several sealed values.
 */
export type SealedFor =
  | ({ purpose: 'session-password'; tokenHash: Buffer } & Place)
  | ({ purpose: 'archive-password' | 'push-phone' } & Place)
  | { purpose: 'doorcode' | 'doorcode-request'; row: string; workspace: string }
  | { purpose: 'vault-key' | 'totp'; row: string };

const version = 2;
const headLength = 3;
const nonceLength = 12;
const tagLength = 16;
/** Plain texts are padded to a multiple of this many bytes, so that a sealed text does not show the length of a password. */
const padding = 64;

/** Sealed with another key or for another row, or changed since. */
export class VaultError extends Error {
  constructor() {
    super('sealed text does not open');
    this.name = 'VaultError';
  }
}

/** `object`: Node takes several times as long to begin a cipher with bytes, and pages open a seal per row. */
type DerivedKey = { bytes: Buffer; object: KeyObject };
type Ring = { current: number; roots: ReadonlyMap<number, Buffer>; derived: Map<string, DerivedKey> };
const shared = processSlot<Ring>('vault');

/** The keys by number, from `openVault`. The highest number is used, the others open what is older. */
export function holdKeys(roots: ReadonlyMap<number, Buffer>): void {
  shared.value = { current: Math.max(...roots.keys()), roots, derived: new Map() };
}

function heldKeys(): Ring {
  if (!shared.value) throw new Error('the vault is not open: call openVault first');
  return shared.value;
}

export function currentKeyNumber(): number {
  return heldKeys().current;
}

/** From the first to the newest. */
export function keyNumbers(): number[] {
  return [...heldKeys().roots.keys()].sort((one, other) => one - other);
}

/** Throws `VaultError` if the vault has no key of this number. */
export function deriveKey(purpose: VaultPurpose, number?: number): Buffer {
  return derivedKey(purpose, number).bytes;
}

function derivedKey(purpose: VaultPurpose, number = currentKeyNumber()): DerivedKey {
  const { roots, derived } = heldKeys();
  const name = `${number}/${purpose}`;
  const known = derived.get(name);
  if (known) return known;
  const root = roots.get(number);
  if (!root) throw new VaultError();
  const bytes = deriveFrom(root, purpose);
  const key = { bytes, object: createSecretKey(bytes) };
  derived.set(name, key);
  return key;
}

export function deriveFrom(root: Buffer, purpose: VaultPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `doordesk/${purpose}/v1`, 32));
}

/** Recognises a key without revealing it. */
export function proofOf(root: Buffer): Buffer {
  return createHmac('sha256', deriveFrom(root, 'vault-proof')).update('doordesk').digest();
}

export function provesKey(proof: Buffer, root: Buffer): boolean {
  return proof.length === 32 && timingSafeEqual(proof, proofOf(root));
}

export function seal(what: SealedFor, plain: Secret): Buffer {
  const head = Buffer.alloc(headLength);
  head.writeUInt8(version);
  head.writeUInt16BE(currentKeyNumber(), 1);
  const nonce = randomBytes(nonceLength);
  const key = derivedKey(what.purpose).object;
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(associatedData(head, what));
  const body = Buffer.concat([cipher.update(pad(plain.reveal())), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body]);
}

/** Throws `VaultError` without a reason, which would help only an attacker. */
export function open(what: SealedFor, sealed: Buffer): Secret {
  const head = sealed.subarray(0, headLength);
  const [nonceAt, tagAt, bodyAt] = [
    headLength,
    headLength + nonceLength,
    headLength + nonceLength + tagLength,
  ];
  if (sealed.length < bodyAt || head[0] !== version) throw new VaultError();
  const key = derivedKey(what.purpose, head.readUInt16BE(1)).object;
  const nonce = sealed.subarray(nonceAt, tagAt);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  decipher.setAAD(associatedData(head, what));
  decipher.setAuthTag(sealed.subarray(tagAt, bodyAt));
  try {
    return new Secret(unpad(Buffer.concat([decipher.update(sealed.subarray(bodyAt)), decipher.final()])));
  } catch {
    throw new VaultError();
  }
}

/** Null if it does not open. Sealed under another vault key, it is lost. Throws if the vault itself is not open. */
export function tryOpen(what: SealedFor, sealed: Buffer): Secret | null {
  try {
    return open(what, sealed);
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}

function associatedData(head: Buffer, what: SealedFor): Buffer {
  const place = 'workspace' in what ? [what.workspace, 'account' in what ? what.account : null] : [];
  const session = 'tokenHash' in what ? [what.tokenHash.toString('hex')] : [];
  return Buffer.from(JSON.stringify([head.toString('hex'), what.purpose, what.row, ...place, ...session]));
}

/** One byte 128, then zeros (ISO/IEC 7816-4). */
function pad(text: string): Buffer {
  const bytes = Buffer.from(text);
  const padded = Buffer.alloc(Math.ceil((bytes.length + 1) / padding) * padding);
  bytes.copy(padded);
  padded.writeUInt8(128, bytes.length);
  return padded;
}

function unpad(padded: Buffer): string {
  return padded.subarray(0, padded.lastIndexOf(128)).toString('utf8');
}
