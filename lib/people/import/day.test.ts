import { describe, expect, test } from 'vitest';
import { readDay } from './day';

describe('readDay', () => {
  test.each([
    ['2026-11-24', '2026-11-24'],
    ['2026/1/4', '2026-01-04'],
    ['20261124', '2026-11-24'],
    ['2026年1月4日', '2026-01-04'],
    ['２０２６年１月４日', '2026-01-04'],
    ['24.11.2026', '2026-11-24'],
    ['3.4.2026', '2026-04-03'],
    ['24/11/2026', '2026-11-24'],
    ['11/24/2026', '2026-11-24'],
    ['5/5/2026', '2026-05-05'],
    ['24 Nov 2026', '2026-11-24'],
    ['November 24, 2026', '2026-11-24'],
    ['2026-11-24 00:00:00', '2026-11-24'],
    ['29/02/2028', '2028-02-29'],
  ])('reads %s', (text, day) => {
    expect(readDay(text)).toEqual({ day });
  });

  test.each(['03/04/2026', '3-4-2026'])('refuses %s, which two people read as two days', (text) => {
    expect(readDay(text)).toEqual({ problem: 'unclearDate' });
  });

  test.each([
    '31/02/2026',
    '2026-02-30',
    '2026-13-01',
    '46350',
    '24.11.26',
    'soon',
    '24 Foo 2026',
    '0001-01-01',
    '2026-11-24T13:00:00Z',
  ])('refuses %s', (text) => {
    expect(readDay(text)).toEqual({ problem: 'badDate' });
  });
});
