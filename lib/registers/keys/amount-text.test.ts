import { describe, expect, test } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { currencies } from '../words';
import { amountText } from './amount-text';
import { minorUnits } from './schema';

describe('minorUnits', () => {
  test.each([
    ['200', 'CNY', 20_000],
    ['200.5', 'CNY', 20_050],
    ['200,50', 'EUR', 20_050],
    ['0.1', 'USD', 10],
    ['5000', 'JPY', 5_000],
    ['1.234', 'KWD', 1_234],
    ['０20', 'CNY', 2_000],
  ] as const)('reads %s %s as %i', (text, currency, minor) => {
    expect(minorUnits(text, currency)).toBe(minor);
  });

  test.each([
    ['1,000', 'USD'],
    ['1.234', 'USD'],
    ['1,234', 'KWD'],
    ['5.5', 'JPY'],
    ['-5', 'USD'],
    ['1e5', 'USD'],
    ['12345678901', 'USD'],
    ['5 USD', 'USD'],
    ['.5', 'USD'],
  ] as const)('refuses %s %s, which could be another amount', (text, currency) => {
    expect(minorUnits(text, currency)).toBeNull();
  });

  test('comes back the same from what a form shows', () => {
    const amounts = fc.tuple(fc.constantFrom(...currencies), fc.integer({ min: 1, max: 99_999_999 }));
    fc.assert(
      fc.property(amounts, ([currency, minor]) => {
        expect(minorUnits(amountText({ minor, currency }), currency)).toBe(minor);
      }),
    );
  });
});
