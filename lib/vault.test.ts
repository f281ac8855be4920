import { randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { Secret } from '@/lib/doordeer/secret';
import { deriveKey, open, seal, VaultError } from '@/lib/vault';

const id = '5f0c2a0e-0000-4000-8000-000000000001';
let sealed: Buffer;

beforeAll(() => {
  sealed = seal('session-password', id, new Secret('pässword 门'));
});

test('opens what it sealed', () => {
  expect(open('session-password', id, sealed).reveal()).toBe('pässword 门');
});

test('leaves no trace of the password in the sealed text, and never seals twice alike', () => {
  expect(sealed.includes('word')).toBe(false);
  expect(seal('session-password', id, new Secret('pässword 门')).equals(sealed)).toBe(false);
});

test('opens nothing with a changed bit', () => {
  for (let position = 0; position < sealed.length; position += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
    expect(() => open('session-password', id, changed)).toThrow(VaultError);
  }
});

test('opens nothing that was cut short or made longer', () => {
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => open('session-password', id, sealed.subarray(0, length))).toThrow(VaultError);
  }
  expect(() => open('session-password', id, Buffer.concat([sealed, Buffer.of(0)]))).toThrow(VaultError);
});

test('opens for no other row, purpose or key', () => {
  expect(() => open('session-password', id.replace(/1$/, '2'), sealed)).toThrow(VaultError);
  expect(() => open('job-password', id, sealed)).toThrow(VaultError);
  const before = process.env.DOORDESK_VAULT_KEY;
  process.env.DOORDESK_VAULT_KEY = randomBytes(32).toString('base64');
  expect(() => open('session-password', id, sealed)).toThrow(VaultError);
  process.env.DOORDESK_VAULT_KEY = before;
});

test('derives another key for each purpose', () => {
  const keys = (['session-password', 'job-password', 'audit-chain', 'certificate'] as const).map((purpose) =>
    deriveKey(purpose).toString('hex'),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
