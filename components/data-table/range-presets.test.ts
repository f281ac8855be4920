import { expect, test } from 'vitest';
import { presetOf, presetRange } from './range-presets';

// Sunday evening in Berlin, Monday morning in Shanghai.
const now = new Date('2026-11-29T20:30:00Z');

test.each([
  ['today', 'Europe/Berlin', '2026-11-29', '2026-11-29'],
  ['today', 'Asia/Shanghai', '2026-11-30', '2026-11-30'],
  ['last7', 'Europe/Berlin', '2026-11-23', '2026-11-29'],
  ['last30', 'Europe/Berlin', '2026-10-31', '2026-11-29'],
  ['lastNight', 'Europe/Berlin', '2026-11-28T22:00', '2026-11-29T06:00'],
  ['lastNight', 'Asia/Shanghai', '2026-11-29T22:00', '2026-11-30T06:00'],
  // A weekend counts when it is over.
  ['lastWeekend', 'Europe/Berlin', '2026-11-21', '2026-11-22'],
  ['lastWeekend', 'Asia/Shanghai', '2026-11-28', '2026-11-29'],
] as const)('%s on the clock of %s', (preset, zone, from, to) => {
  expect(presetRange(preset, zone, now)).toEqual([from, to]);
});

test('a range has the name of its preset only on the day for which it was chosen', () => {
  const night = ['2026-11-28T22:00', '2026-11-29T06:00'] as const;
  const berlin = { timed: true, zone: 'Europe/Berlin', now };
  expect(presetOf(night, berlin)).toBe('lastNight');
  expect(presetOf(['2026-11-21', '2026-11-22'], berlin)).toBe('lastWeekend');
  expect(presetOf(night, { ...berlin, zone: 'Asia/Shanghai' })).toBeNull();
  expect(presetOf(night, { ...berlin, now: new Date('2026-11-30T20:30:00Z') })).toBeNull();
  expect(presetOf(night, { ...berlin, timed: false })).toBeNull();
});
