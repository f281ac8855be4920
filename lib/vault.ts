import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Secret } from '@/lib/doordeer/secret';
import { vaultKey } from '@/lib/env';

/** Each purpose has its own key, so that a text sealed for one cannot be opened for another. */
export type VaultPurpose =
  | 'session-password'
  | 'archive-password'
  | 'job-password'
  | 'push-phone'
  | 'credential'
  | 'audit-chain'
  | 'certificate'
  | 'export-manifest'
  | 'event-trace';

const version = 1;
const nonceLength = 12;
const tagLength = 16;

/** Sealed with another key or for another row, or changed since. */
export class VaultError extends Error {
  constructor() {
    super('sealed text does not open');
    this.name = 'VaultError';
  }
}

export function deriveKey(purpose: VaultPurpose, root: Buffer = vaultKey()): Buffer {
  if (!root.equals(derived.root)) Object.assign(derived, { root, keys: new Map() });
  const known = derived.keys.get(purpose);
  const key =
    known ?? Buffer.from(hkdfSync('sha256', root, Buffer.alloc(0), `doordesk/${purpose}/v${version}`, 32));
  derived.keys.set(purpose, key);
  return key;
}

const derived = { root: Buffer.alloc(0), keys: new Map<VaultPurpose, Buffer>() };

/** Sealed for the row `id`. Copied to another account's row, it does not open. */
export function seal(purpose: VaultPurpose, id: string, plain: Secret): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', deriveKey(purpose), nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(id));
  const body = Buffer.concat([cipher.update(plain.reveal(), 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
}

/** Throws `VaultError` without a reason, which would help only an attacker. */
export function open(purpose: VaultPurpose, id: string, sealed: Buffer): Secret {
  if (sealed.length < 1 + nonceLength + tagLength || sealed[0] !== version) throw new VaultError();
  const nonce = sealed.subarray(1, 1 + nonceLength);
  const tag = sealed.subarray(1 + nonceLength, 1 + nonceLength + tagLength);
  const decipher = createDecipheriv('aes-256-gcm', deriveKey(purpose), nonce, { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(id));
  decipher.setAuthTag(tag);
  try {
    const body = decipher.update(sealed.subarray(1 + nonceLength + tagLength));
    return new Secret(Buffer.concat([body, decipher.final()]).toString('utf8'));
  } catch {
    throw new VaultError();
  }
}

/** Null if it does not open. Sealed under another vault key, it is lost. */
export function tryOpen(purpose: VaultPurpose, id: string, sealed: Buffer): Secret | null {
  try {
    return open(purpose, id, sealed);
  } catch {
    return null;
  }
}
