import { expect, test } from 'vitest';
import { countFates, type Issued } from './issued-counts';

const doorcode = {};
const row = (change: Partial<Issued>): Issued => ({
  ...{ state: 'confirmed', doorcode: null, goneAt: null },
  ...change,
});

test('each code of a form counts once, and only what has digits as confirmed', () => {
  const rows = [
    row({ doorcode }),
    row({ doorcode }),
    row({ goneAt: '2026-01-01T00:00:00Z' }),
    row({}),
    row({ state: 'failed' }),
    row({ state: 'asked' }),
    row({ state: 'sending' }),
    row({ state: 'confirming' }),
    row({ state: 'unknown' }),
  ];
  expect(countFates(rows)).toEqual({ confirmed: 2, revoked: 1, unlisted: 1, failed: 1, waiting: 4 });
});
