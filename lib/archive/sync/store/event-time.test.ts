import { describe, expect, it } from 'vitest';
import { zoneOf } from '@/lib/devices/time-zone';
import { longestSlice } from '@/lib/testing/longest-slice';
import { placeInTime, placeInTimePaced, readEventTime } from './event-time';

const berlin = zoneOf({ zone: 'Europe/Berlin' });
const shanghai = zoneOf({ timezone: 8 });
const now = new Date('2026-11-24T00:00:00Z');

describe('reading what a door wrote', () => {
  it.each([
    ['2026-11-24 09:30:05', { date: '2026-11-24', time: '09:30:05' }],
    ['2026-11-24T09:30:05', { date: '2026-11-24', time: '09:30:05' }],
    ['2026/1/4 9:30:05', { date: '2026-01-04', time: '09:30:05' }],
    ['2026.11.24 09:30', { date: '2026-11-24', time: '09:30:00' }],
    ['20261124093005', { date: '2026-11-24', time: '09:30:05' }],
    ['2026-11-24 09:30:05.250', { date: '2026-11-24', time: '09:30:05' }],
    ['2026-11-24T09:30:05Z', { date: '2026-11-24', time: '09:30:05', offsetMinutes: 0 }],
    ['2026-11-24T09:30:05.250z', { date: '2026-11-24', time: '09:30:05', offsetMinutes: 0 }],
    ['2026-11-24 09:30:05,25 UTC', { date: '2026-11-24', time: '09:30:05', offsetMinutes: 0 }],
    ['2026-11-24T09:30:05+08:00', { date: '2026-11-24', time: '09:30:05', offsetMinutes: 480 }],
    ['2026/1/4 9:30:05 -0330', { date: '2026-01-04', time: '09:30:05', offsetMinutes: -210 }],
    ['2026.11.24 09:30 GMT+08', { date: '2026-11-24', time: '09:30:00', offsetMinutes: 480 }],
    ['20261124093005Z', { date: '2026-11-24', time: '09:30:05', offsetMinutes: 0 }],
    ['20261124T093005.5+0800', { date: '2026-11-24', time: '09:30:05', offsetMinutes: 480 }],
    ['2026-11-24T24:00:00', { date: '2026-11-25', time: '00:00:00' }],
    ['2026/2/28 24:00', { date: '2026-03-01', time: '00:00:00' }],
    ['2026-12-31T24:00:00Z', { date: '2027-01-01', time: '00:00:00', offsetMinutes: 0 }],
    ['20261124240000+0800', { date: '2026-11-25', time: '00:00:00', offsetMinutes: 480 }],
    ['2026-11-24 09:30:05-00:00', { date: '2026-11-24', time: '09:30:05', offsetMinutes: 0 }],
  ])('understands %s', (text, wall) => {
    expect(readEventTime(text)).toEqual(wall);
  });

  it.each([
    '',
    'soon',
    '2026-02-30 09:00:00',
    '2026-11-24 25:00:00',
    '2026-11-24T24:00:01Z',
    '2026-11-24T24:30',
    '2026-11-24 23:59:60',
    '2026-11-24 09:60',
    '2026-04-31 09:00:00',
    '2026-00-24 09:00:00',
    '2026-11-00 09:00:00',
    '2026-11-24T09:30:05+2400',
    '2026-11-24T09:30:05-14:01',
    '0000-00-00 00:00:00',
    '99999',
    '2026-11-24',
    '2026-11-24 09:30:05 o’clock',
    '2026-11-24 09:30:05+15:00',
    '2026-11-24 09:30:05+08:60',
    '2026-11-24 09:30:05+8',
    '2026-02-30T09:30:05Z',
  ])('makes no time of %j', (text) => {
    expect(readEventTime(text)).toBeNull();
  });
});

describe('placing events in time', () => {
  it("takes the door's clock for the building's zone", () => {
    const [event] = placeInTime(['2026-11-24 09:00:00'], shanghai, now);
    expect(event).toEqual({
      at: new Date('2026-11-24T01:00:00Z'),
      wall: '2026-11-24 09:00:00',
      fit: 'exact',
    });
  });

  it.each(['2026-11-24T01:00:00Z', '2026-11-24T03:00:00.9+02:00', '20261123T150000-1000'])(
    'takes a time with an offset for that instant, and shows it by the door’s clock: %s',
    (text) => {
      expect(placeInTime([text], shanghai, now)).toEqual([
        { at: new Date('2026-11-24T01:00:00Z'), wall: '2026-11-24 09:00:00', fit: 'exact' },
      ]);
      expect(placeInTime([text], berlin, now)[0]?.wall).toBe('2026-11-24 02:00:00');
    },
  );

  it('takes the end of a day for the first moment of the next', () => {
    expect(placeInTime(['2026-11-23T24:00:00Z', '2026-11-23 24:00:00'], shanghai, now)).toEqual([
      { at: new Date('2026-11-24T00:00:00Z'), wall: '2026-11-24 08:00:00', fit: 'exact' },
      { at: new Date('2026-11-23T16:00:00Z'), wall: '2026-11-24 00:00:00', fit: 'exact' },
    ]);
  });

  it('knows which of two repeated hours is meant where the text has an offset', () => {
    const texts = ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00'];
    expect(placeInTime(texts, berlin, now).map(({ at, wall, fit }) => [at.toISOString(), wall, fit])).toEqual(
      [
        ['2026-10-25T00:30:00.000Z', '2026-10-25 02:30:00', 'exact'],
        ['2026-10-25T01:30:00.000Z', '2026-10-25 02:30:00', 'exact'],
      ],
    );
  });

  it('flags the hour that was skipped and the one that came twice', () => {
    const fits = placeInTime(['2026-03-29 02:30:00', '2026-10-25 02:30:00'], berlin, now).map(
      ({ fit }) => fit,
    );
    expect(fits).toEqual(['skipped', 'repeated']);
  });

  it('puts an event without a time next to its neighbour in the list', () => {
    const placed = placeInTime(
      ['nonsense', '2026-11-23 08:00:00', 'nonsense', '2026-11-23 10:00:00'],
      shanghai,
      now,
    );
    expect(placed.map(({ at, fit }) => [at.toISOString(), fit])).toEqual([
      ['2026-11-23T00:00:00.000Z', 'invalid'],
      ['2026-11-23T00:00:00.000Z', 'exact'],
      ['2026-11-23T00:00:00.000Z', 'invalid'],
      ['2026-11-23T02:00:00.000Z', 'exact'],
    ]);
  });

  it('keeps other work waiting for 50 ms at most while it places 25,000 events', async () => {
    const texts = Array.from({ length: 25_000 }, (_, index) =>
      new Date(now.getTime() - index * 60_000).toISOString().slice(0, 19),
    );
    const { result, longestMs } = await longestSlice(() => placeInTimePaced(texts, berlin, now));
    expect(longestMs).toBeLessThan(50);
    expect(result).toEqual(placeInTime(texts, berlin, now));
  });

  it('stands events that all make no sense at the moment of reading', () => {
    expect(placeInTime(['x'], shanghai, now)).toEqual([{ at: now, wall: null, fit: 'invalid' }]);
  });
});
