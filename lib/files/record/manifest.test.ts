import { describe, expect, it } from 'vitest';
import { type ManifestFacts, readManifest, signManifest } from './manifest';
import { manifestKeyOfRoot, manifestPublicKey } from './signature';
import { judge } from './verify-file';

const facts: ManifestFacts = {
  kind: 'doordesk-export',
  version: 1,
  id: 'one',
  file: 'doordesk-events.csv',
  format: 'csv',
  count: 2,
  bytes: 100,
  sha256: 'a'.repeat(64),
  filter: { building: '滨江花园' },
  address: '/events?building=x',
  language: 'en',
  account: 'manager@example.test',
  role: 'manager',
  actor: 'manager@example.test',
  asOf: '2026-11-25T12:00:00.000Z',
  finishedAt: '2026-11-25T12:00:01.000Z',
  schedule: null,
  generatedBy: 'Doordesk',
};
const key = manifestPublicKey();
const signed = signManifest(facts);

describe('a manifest', () => {
  it('is valid as it was signed, also in another order', () => {
    expect(readManifest(signed, key)).toEqual(facts);
    const turned = Object.fromEntries(Object.entries(JSON.parse(signed)).reverse());
    expect(readManifest(JSON.stringify(turned), key)).toEqual(facts);
  });

  it.each([
    ['a count', { count: 3 }],
    ['a filter', { filter: {} }],
    ['an account', { account: 'other@example.test' }],
  ])('is forged when %s was changed', (_, change) => {
    expect(readManifest(JSON.stringify({ ...JSON.parse(signed), ...change }), key)).toBe('forged');
  });

  it('is forged when another key signed it, even if it names ours', () => {
    expect(readManifest(signed, manifestKeyOfRoot(Buffer.alloc(32, 9)))).toBe('forged');
  });

  it.each(['', '{}', 'null', '[1]', signed.replace('"version"', '"more": 1, "version"')])(
    'is no manifest: %s',
    (text) => {
      expect(readManifest(text, key)).toBe('unreadable');
    },
  );
});

describe('a file against its manifest', () => {
  it.each([
    ['right', { sha256: facts.sha256, bytes: 100 }, null],
    ['changed', { sha256: 'b'.repeat(64), bytes: 100 }, 'changed'],
    ['longer', { sha256: 'b'.repeat(64), bytes: 101 }, 'changed'],
    ['shorter', { sha256: 'b'.repeat(64), bytes: 99 }, 'cut-short'],
  ])('%s', (_, sum, fault) => {
    expect(judge(sum, signed, key).fault).toBe(fault);
  });
});
