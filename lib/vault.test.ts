import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Secret } from '@/lib/doordeer/secret';
import { currentKeyNumber, deriveKey, holdKeys, open, type SealedFor, seal, VaultError } from '@/lib/vault';

const [first, second] = [randomBytes(32), randomBytes(32)];
const what = {
  purpose: 'session-password',
  row: '5f0c2a0e-0000-4000-8000-000000000001',
  workspace: '5f0c2a0e-0000-4000-8000-00000000000a',
  account: 'anna@example.com',
  tokenHash: Buffer.alloc(32, 1),
} satisfies SealedFor;
let sealed: Buffer;

beforeAll(() => {
  holdKeys(new Map([[1, first]]));
  sealed = seal(what, new Secret('pässword 门'));
});
afterEach(() => holdKeys(new Map([[1, first]])));

test('opens what it sealed', () => {
  expect(open(what, sealed).reveal()).toBe('pässword 门');
  for (const text of ['', 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(5_000), '\0\u0080'])
    expect(open(what, seal(what, new Secret(text))).reveal()).toBe(text);
});

test('leaves no trace of the password in the sealed text, and never seals twice alike', () => {
  expect(sealed.includes('word')).toBe(false);
  expect(seal(what, new Secret('pässword 门')).equals(sealed)).toBe(false);
});

test('sealed passwords of all usual lengths are equally long', () => {
  const lengths = [0, 1, 8, 20, 63].map((length) => seal(what, new Secret('x'.repeat(length))).length);
  expect(new Set(lengths).size).toBe(1);
});

test('opens nothing with a changed bit', () => {
  for (let position = 0; position < sealed.length; position += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(position) ^ 1, position);
    expect(() => open(what, changed)).toThrow(VaultError);
  }
});

test('opens nothing that was cut short or made longer', () => {
  for (let length = 0; length < sealed.length; length += 1) {
    expect(() => open(what, sealed.subarray(0, length))).toThrow(VaultError);
  }
  expect(() => open(what, Buffer.concat([sealed, Buffer.of(0)]))).toThrow(VaultError);
});

test.each<[string, SealedFor]>([
  ['row', { ...what, row: what.row.replace(/1$/, '2') }],
  ['workspace', { ...what, workspace: what.workspace.replace(/a$/, 'b') }],
  ['account', { ...what, account: 'ben@example.com' }],
  ['session', { ...what, tokenHash: Buffer.alloc(32, 2) }],
  ['purpose', { ...what, purpose: 'archive-password' }],
])('opens for no other %s', (_what, other) => {
  expect(() => open(other, sealed)).toThrow(VaultError);
});

test('opens with no other key', () => {
  holdKeys(new Map([[1, second]]));
  expect(() => open(what, sealed)).toThrow(VaultError);
});

test('seals with the newest key, and opens what an older one sealed', () => {
  holdKeys(
    new Map([
      [2, second],
      [1, first],
    ]),
  );
  expect(currentKeyNumber()).toBe(2);
  expect(open(what, sealed).reveal()).toBe('pässword 门');
  const newer = seal(what, new Secret('next'));
  holdKeys(new Map([[2, second]]));
  expect(open(what, newer).reveal()).toBe('next');
  expect(() => open(what, sealed)).toThrow(VaultError);
});

test('derives another key for each purpose and number', () => {
  holdKeys(
    new Map([
      [1, first],
      [2, second],
    ]),
  );
  const purposes = ['session-password', 'job-password', 'audit-chain', 'certificate'] as const;
  const keys = purposes.flatMap((purpose) =>
    [1, 2].map((number) => deriveKey(purpose, number).toString('hex')),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
