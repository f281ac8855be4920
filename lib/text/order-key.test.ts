import { expect, test } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { compareNames, orderKey } from './order-key';

const byKey = (one: string, other: string) => (orderKey(one) < orderKey(other) ? -1 : 1);

test('orders as people do: room 2 before room 10, whatever case and accents', () => {
  expect(['Room 10', 'room 2', 'Älvsjö 1', 'B', 'a', '12A', '2B'].sort(byKey)).toEqual([
    '2B',
    '12A',
    'a',
    'Älvsjö 1',
    'B',
    'room 2',
    'Room 10',
  ]);
});

test.each([
  ['1A', '2A', '10A'],
  ['9', '１０', '011'],
  ['Lukas', 'Łukasz', 'Luzie'],
  ['999999999999', '1000000000000'],
  ['Strasse 2', 'Straße 3'],
])('%s comes before %s', (...names) => {
  expect([...names].reverse().sort(compareNames)).toEqual(names);
});

test('lists in memory have the order that the C collation gives their stored keys', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const bytes = Buffer.compare(Buffer.from(orderKey(one)), Buffer.from(orderKey(other)));
      expect(Math.sign(compareNames(one, other))).toBe(bytes);
    }),
  );
});
