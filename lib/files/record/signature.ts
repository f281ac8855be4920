import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { deriveFrom, deriveKey } from '@/lib/vault';

/** Ed25519 and not a MAC: with the public key a person can check a manifest, but not make one. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

function privateKey(seed: Buffer): KeyObject {
  const der = Buffer.concat([pkcs8, seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** In base64. It follows from the vault key of this number; without a number, from the newest one. */
export function manifestPublicKey(keyNumber?: number): string {
  return publicKeyOf(deriveKey('export-manifest', keyNumber));
}

export function manifestKeyOfRoot(root: Buffer): string {
  return publicKeyOf(deriveFrom(root, 'export-manifest'));
}

function publicKeyOf(seed: Buffer): string {
  return createPublicKey(privateKey(seed))
    .export({ format: 'der', type: 'spki' })
    .subarray(spki.length)
    .toString('base64');
}

export function signText(text: string): string {
  return sign(null, Buffer.from(text), privateKey(deriveKey('export-manifest'))).toString('base64');
}

export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}
