import { describe, expect, test } from 'vitest';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { type Asked, digestIdentity, findByDifference, findByPicture } from './match-listed';

const asked: Asked = {
  name: 'Plumber',
  lockIds: ['A01', 'A02'],
  from: '2026-11-24 09:00:00',
  to: '2026-11-24 12:00:00',
};

function code(digits: string, change: Partial<VendorDoorcode> = {}): VendorDoorcode {
  return {
    name: 'Plumber',
    validType: 3,
    from: { date: '2026-11-24', time: '09:00:00' },
    to: { date: '2026-11-24', time: '12:00:00' },
    digits,
    pictureUrl: `https://cloud.example/qr/${digits}.png`,
    lockIds: ['A02', 'A01'],
    usable: true,
    ...change,
  };
}

describe('by picture', () => {
  test('finds the code with this address among others of the same name and window', () => {
    const codes = [code('11111111'), code('22222222'), code('33333333')];
    expect(findByPicture(codes, 'https://cloud.example/qr/22222222.png', asked)?.digits).toBe('22222222');
  });

  test('ignores stray blanks and the host’s letter case', () => {
    const codes = [code('11111111', { pictureUrl: ' https://CLOUD.example:443/qr/a.png' })];
    expect(findByPicture(codes, 'https://cloud.example/qr/a.png', asked)?.digits).toBe('11111111');
  });

  test('never falls back to the name', () => {
    expect(findByPicture([code('11111111')], 'https://cloud.example/qr/other.png', asked)).toBeNull();
  });

  test('finds nothing behind an empty address', () => {
    expect(findByPicture([code('11111111', { pictureUrl: '' })], ' ', asked)).toBeNull();
  });

  test('identifies one by what was asked if a cloud gives several codes one address, or finds none', () => {
    const pictureUrl = 'https://cloud.example/qr/same.png';
    const other = code('11111111', { pictureUrl, name: 'Nurse' });
    const mine = code('22222222', { pictureUrl });
    expect(findByPicture([other, mine], pictureUrl, asked)?.digits).toBe('22222222');
    expect(findByPicture([mine, code('33333333', { pictureUrl })], pictureUrl, asked)).toBeNull();
  });
});

describe('by what is new in the list', () => {
  const old = code('11111111');
  const workspaceId = 'w';
  const before = { workspaceId, knownBefore: [digestIdentity(workspaceId, old)] };
  const unknown = { workspaceId, knownBefore: null };

  test('finds the one new code that fits the request, whatever the order of its locks', () => {
    expect(findByDifference([old, code('22222222')], before, asked)).toMatchObject({ digits: '22222222' });
  });

  test.each([
    ['name', { name: 'Nurse' }],
    ['beginning', { from: { date: '2026-11-24', time: '09:00:01' } }],
    ['end', { to: null }],
    ['locks', { lockIds: ['A01'] }],
  ])('does not accept a new code with another %s', (_, change) => {
    expect(findByDifference([old, code('22222222', change)], before, asked)).toBe('none');
  });

  test('does not choose between two that fit', () => {
    expect(findByDifference([old, code('22222222'), code('33333333')], before, asked)).toBe('several');
  });

  test('is not sure of one that fits if the list before is not known', () => {
    expect(findByDifference([old], unknown, asked)).toBe('unsure');
    expect(findByDifference([], unknown, asked)).toBe('none');
  });
});
