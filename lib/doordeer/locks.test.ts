import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { parseLockIds, parseLocks } from './locks';

const both = [
  { id: 'A002', alias: 'Rear lock' },
  { id: 'A003', alias: 'Front gate' },
];

describe('parseLocks', () => {
  it.each<[string, unknown]>([
    ['an object', { A002: 'Rear lock', A003: 'Front gate' }],
    ['a list of objects', [{ A002: 'Rear lock' }, { A003: 'Front gate' }]],
    ['numbered objects', { 0: { A002: 'Rear lock' }, 1: { A003: 'Front gate' } }],
    [
      'objects with named fields',
      [
        { lock_id: 'A002', alias: 'Rear lock' },
        { id: 'A003', name: 'Front gate' },
      ],
    ],
    ['a list of texts', ['A002:Rear lock', 'A003: Front gate']],
    ['a string of JSON', '{"A002": "Rear lock", "A003": "Front gate"}'],
    ['JSON with curly quotes', '{“A002”: “Rear lock”, “A003”: “Front gate”}'],
    ['JSON with the quotes forgotten, as the document prints it', '{“A002”: Rear lock, “A003”: Front gate}'],
    ['pairs', 'A002:Rear lock,A003:Front gate'],
    ['pairs with blanks and other commas', ' A002 : Rear lock ， A003：Front gate '],
    ['quoted pairs', '"A002": "Rear lock", "A003": "Front gate"'],
    ['pairs, one of them twice', 'A002:Rear lock,A003:Front gate,A002:Rear lock'],
  ])('reads %s', (_what, value) => {
    expect(parseLocks(value)).toEqual(both);
  });

  it('reads bare ids', () => {
    for (const value of ['A01,A02', ' A01 , A02,', ['A01', 'A02'], '["A01","A02"]', { A01: '', A02: null }]) {
      expect(parseLocks(value)).toEqual([
        { id: 'A01', alias: '' },
        { id: 'A02', alias: '' },
      ]);
      expect(parseLockIds(value)).toEqual(['A01', 'A02']);
    }
    expect(parseLockIds(2)).toEqual(['2']);
  });

  it('keeps a comma that belongs to an alias, and a lock without one', () => {
    expect(parseLocks('A002:Rear lock, left,A003:Front gate')[0]?.alias).toBe('Rear lock, left');
    expect(parseLockIds('A002:Rear lock,A003')).toEqual(['A002', 'A003']);
    expect(parseLocks({ A002: 'Tor: Hof, links' })).toEqual([{ id: 'A002', alias: 'Tor: Hof, links' }]);
  });

  it.each([[''], [null], [undefined], [[]], [{}], [','], ['{}'], [true && Number.NaN]])(
    'finds none in %j',
    (value) => {
      expect(parseLocks(value)).toEqual([]);
    },
  );

  it('reads the same locks from every spelling', () => {
    const id = fc.stringMatching(/^[A-Z]\d{2,3}$/);
    const alias = fc.stringMatching(/^[A-Za-zäöü港湾]{1,8}( [a-z]{1,6})?$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ id, alias }), { selector: (lock) => lock.id, minLength: 1 }),
        (locks) => {
          const object = Object.fromEntries(locks.map((lock) => [lock.id, lock.alias]));
          const pairs = locks.map((lock) => `${lock.id}:${lock.alias}`).join(',');
          for (const spelling of [object, JSON.stringify(object), pairs, locks]) {
            expect(parseLocks(spelling)).toEqual(locks);
          }
        },
      ),
    );
  });

  it('accepts any value, and gives no empty or repeated id', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string()), (value) => {
        const ids = parseLockIds(value);
        expect(ids).not.toContain('');
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
