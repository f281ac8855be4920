import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ChainedEntry, entryMac, isGenuineEntry } from './compute-mac';

const key = Buffer.alloc(32, 7);
const previous = Buffer.alloc(32, 1);

const bare: ChainedEntry = {
  ...{ seq: 5, at: '1764000000000', workspaceId: null, actor: 'anna', account: 'anna', role: 'manager' },
  ...{ action: 'people.create', subject: 'Ben', outcome: 'done', detail: '{}', intentSeq: null },
  ...{ memberId: null, connectionId: null, network: null, device: null, buildings: null },
};
const full: ChainedEntry = {
  ...bare,
  ...{ memberId: 'b5f1', connectionId: 'c7a2', network: '192.0.2.0/24', device: 'Firefox · Linux' },
  buildings: ['North', 'South'],
};

/** As Doordesk wrote it before there were members. */
function olderMac(entry: ChainedEntry): Buffer {
  const text = JSON.stringify([
    ...[entry.seq, entry.at, entry.workspaceId, entry.actor, entry.account, entry.role],
    ...[entry.action, entry.subject, entry.outcome, entry.detail, entry.intentSeq],
  ]);
  return createHmac('sha256', key).update('entry\n').update(previous).update('\n').update(text).digest();
}

const holds = (entry: ChainedEntry, mac: Buffer) => isGenuineEntry(key, previous, { ...entry, mac });

describe('the MAC of an entry', () => {
  test('holds for an entry of today, with and without a member', () => {
    expect(holds(full, entryMac(key, previous, full))).toBe(true);
    expect(holds(bare, entryMac(key, previous, bare))).toBe(true);
  });

  test('holds for an entry of a version before members', () => {
    expect(holds(bare, olderMac(bare))).toBe(true);
  });

  test.each(['memberId', 'connectionId', 'network', 'device', 'buildings'] as const)(
    'does not hold once %s was taken away, changed or added',
    (field) => {
      const mac = entryMac(key, previous, full);
      expect(holds({ ...full, [field]: null }, mac)).toBe(false);
      expect(holds({ ...full, [field]: field === 'buildings' ? ['North'] : 'other' }, mac)).toBe(false);
      const added = { ...bare, [field]: full[field] };
      expect(holds(added, entryMac(key, previous, bare))).toBe(false);
      expect(holds(added, olderMac(bare))).toBe(false);
    },
  );

  test('does not hold once all later fields were taken away, whatever version is claimed', () => {
    expect(holds(bare, entryMac(key, previous, full))).toBe(false);
    expect(olderMac(bare).equals(entryMac(key, previous, full))).toBe(false);
  });

  test('does not hold once a text moved from one field to its neighbour', () => {
    const mac = entryMac(key, previous, { ...bare, network: 'x', device: null });
    expect(holds({ ...bare, network: null, device: 'x' }, mac)).toBe(false);
  });
});
