import { describe, expect, test } from 'vitest';
import type { Zone } from '@/lib/devices/time-zone';
import { faultsOfWindow, presetWindow } from './window';

const shanghai: Zone = { name: 'Asia/Shanghai', source: 'chosen' };
const berlin: Zone = { name: 'Europe/Berlin', source: 'chosen' };
// 24 Nov 2026 09:00 in Shanghai.
const now = Date.parse('2026-11-24T01:00:00Z');

describe('a window', () => {
  test('of this morning, at the door’s clock, has no fault', () => {
    expect(faultsOfWindow({ from: '2026-11-24T09:00', to: '2026-11-24T12:00' }, shanghai, now)).toEqual({});
  });

  test('may begin a few minutes ago, because filling in a form takes time', () => {
    expect(faultsOfWindow({ from: '2026-11-24T08:50', to: '2026-11-24T12:00' }, shanghai, now)).toEqual({});
  });

  test.each([
    ['begins in the past', '2026-11-24T07:00', '2026-11-24T12:00', { from: 'doorcodes.fieldErrors.past' }],
    ['ends before it begins', '2026-11-24T12:00', '2026-11-24T11:00', { to: 'badWindow' }],
    ['ends as it begins', '2026-11-24T12:00', '2026-11-24T12:00', { to: 'badWindow' }],
    [
      'is over',
      '2026-11-23T09:00',
      '2026-11-23T10:00',
      { from: 'doorcodes.fieldErrors.past', to: 'doorcodes.fieldErrors.over' },
    ],
    ['has 30 February', '2027-02-28T10:00', '2027-02-30T10:00', { to: 'badDate' }],
    ['has 25 o’clock', '2026-11-24T25:00', '2026-11-25T10:00', { from: 'badDate' }],
    ['ends in another age', '2026-11-24T09:00', '2226-11-24T09:00', { to: 'doorcodes.fieldErrors.tooFar' }],
  ])('that %s is refused at the field', (_, from, to, faults) => {
    expect(faultsOfWindow({ from, to }, shanghai, now)).toEqual(faults);
  });

  test('in an hour that daylight saving skips or doubles is refused', () => {
    expect(faultsOfWindow({ from: '2027-03-28T02:30', to: '2027-03-28T05:00' }, berlin, now)).toEqual({
      from: 'doorcodes.fieldErrors.skipped',
    });
    expect(faultsOfWindow({ from: '2027-10-31T01:00', to: '2027-10-31T02:30' }, berlin, now)).toEqual({
      to: 'doorcodes.fieldErrors.repeated',
    });
  });
});

describe('a preset', () => {
  const at = (text: string) => Date.parse(`${text}Z`);

  test.each([
    ['hours3', '2026-11-24T22:30:45', '2026-11-24T22:30', '2026-11-25T01:30'],
    ['today', '2026-11-24T09:00', '2026-11-24T09:00', '2026-11-24T23:59'],
    ['today', '2026-11-24T23:59:30', '2026-11-24T23:59', '2026-11-25T00:00'],
    ['weekend', '2026-11-24T09:00', '2026-11-28T00:00', '2026-11-29T23:59'],
    ['weekend', '2026-11-28T09:00', '2026-11-28T09:00', '2026-11-29T23:59'],
    ['weekend', '2026-11-29T09:00', '2026-11-29T09:00', '2026-11-29T23:59'],
    ['week', '2026-11-24T09:00', '2026-11-24T09:00', '2026-12-01T09:00'],
  ] as const)('%s at %s is %s to %s', (preset, clock, from, to) => {
    expect(presetWindow(preset, at(clock))).toEqual({ from, to });
  });
});
