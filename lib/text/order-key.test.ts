import { expect, test } from 'vitest';
import { orderKey } from './order-key';

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
