import { expect, test } from 'vitest';
import type { IssuedRow } from '@/lib/doorcodes/requests';
import { countFates } from './issued-counts';

const doorcode = {} as NonNullable<IssuedRow['doorcode']>;
const row = (change: Partial<IssuedRow>): IssuedRow => ({
  ...{ id: '', gid: 'G', channel: 1, building: '', unit: '', door: '', name: '', locks: [] },
  ...{ fromWall: '', toWall: '', zone: 'UTC', state: 'confirmed', code: null, readAt: null },
  ...{ doorcode: null, goneAt: null, roomTells: true, retry: null },
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
