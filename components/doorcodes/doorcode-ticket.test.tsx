import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { DoorcodeRow } from '@/lib/doorcodes/data';
import type { Locale } from '@/lib/i18n/preferences/names';
import { DoorcodeTicket } from './doorcode-ticket';

const row: DoorcodeRow = {
  ...{ id: '0198f2a0-0000-7000-8000-000000000001', gid: 'G1', channel: 1, roomKey: 'r', name: 'Plumber' },
  ...{ building: 'Harbor View', unit: 'Suite 503', door: 'Front gate, Rear lock', givenDoor: null },
  ...{
    digits: '12345678',
    digitsHidden: false,
    digitsDamaged: false,
    madeBy: null,
    cutOff: null,
    state: 'live',
    expiring: false,
    validType: 3,
  },
  ...{ fromWall: '2026-07-01 09:00:00', toWall: '2026-07-01 12:00:00', windowUnreadable: false },
  zone: 'Europe/Berlin',
  locks: [
    { id: 'A01', alias: 'Front gate' },
    { id: 'A02', alias: 'Rear lock' },
  ],
  seenAt: '2026-06-30T09:00:00.000Z',
  readAt: null,
  reading: { state: 'ok', code: null },
};

const textOf = (change: Partial<DoorcodeRow>, locale: Locale = 'en') =>
  renderInDesk(<DoorcodeTicket row={{ ...row, ...change }} />, locale).replace(/<[^>]*>/g, '');

it('names each lock once, and the door only if a person named it', () => {
  expect(textOf({}).match(/Front gate/g)).toHaveLength(1);
  expect(textOf({})).toContain('Harbor View · Suite 503');
  expect(textOf({ givenDoor: 'North entrance' })).toContain('Suite 503 · North entrance');
});

it('writes the time zone as every other page does', () => {
  expect(textOf({})).toContain('Europe/Berlin (UTC+02:00)');
});

it('puts the punctuation of the language between period and time zone', () => {
  expect(textOf({})).toContain('12:00, Europe/Berlin');
  expect(textOf({}, 'zh')).toContain('12:00，Europe/Berlin');
});
