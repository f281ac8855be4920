import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import {
  isUnreadable,
  toDate,
  toTime,
  toTimezone,
  toVendorDate,
  toVendorTime,
  toWallTime,
} from './wall-time';

const wall = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => ({ date: date.toISOString().slice(0, 10), time: date.toISOString().slice(11, 19) }));

describe('dates and times', () => {
  it('survive a round trip as numbers or as text', () => {
    fc.assert(
      fc.property(wall, (at) => {
        const [date, time] = [toVendorDate(at), toVendorTime(at)];
        expect(toWallTime(date, time, 'start')).toEqual(at);
        expect(toWallTime(String(date), String(time).padStart(6, '0'), 'end')).toEqual(at);
        expect(toWallTime(at.date, at.time, 'end')).toEqual(at);
      }),
    );
  });

  it('get back the leading zeros that numbers lose', () => {
    expect([toTime(93455), toTime('93455'), toTime('093455'), toTime(0), toTime(5), toTime(100)]).toEqual([
      '09:34:55',
      '09:34:55',
      '09:34:55',
      '00:00:00',
      '00:00:05',
      '00:01:00',
    ]);
    expect(toTime('9:30')).toBe('09:30:00');
  });

  it.each([
    [20180631],
    [20181301],
    [20180229],
    [0],
    [''],
    [null],
    ['tomorrow'],
    [-20180612],
    [2018],
    [201806120],
    ['20-1806-12'],
    ['2018-0612'],
    ['2018-00-12'],
    ['2018-04-31'],
    [20181200],
  ])('%j is no date', (value) => {
    expect(toDate(value)).toBeNull();
  });

  it.each([
    [236000],
    [235960],
    ['23:59:60'],
    [240001],
    [246060],
    [250000],
    [-1],
    ['noon'],
    [''],
    [1234567],
    ['9:3:5'],
    ['12:3'],
    [':30'],
    ['1::30'],
    ['24:00:01'],
  ])('%j is no time', (value) => {
    expect(toTime(value)).toBeNull();
  });

  it.each([
    [20181231, 240000, '2019-01-01'],
    ['2018-02-28', '24:00', '2018-03-01'],
    [20180612, '24:00:00', '2018-06-13'],
  ])('take the end of %j for the beginning of the next day', (date, time, next) => {
    expect(toWallTime(date, time, 'end')).toEqual({ date: next, time: '00:00:00' });
    expect(isUnreadable(date, time)).toBe(false);
  });

  it('have no day after the last year of four digits', () => {
    expect(toWallTime(99991231, 240000, 'end')).toBeNull();
  });

  it.each([['2018-6-2'], ['2018/06/02'], ['2018.6.02']])('are read with signs between: %s', (date) => {
    expect(toDate(date)).toBe('2018-06-02');
  });

  it('fill an absent time with the edge of the day, and refuse an invalid one', () => {
    expect(toWallTime(20180612, undefined, 'start')).toEqual({ date: '2018-06-12', time: '00:00:00' });
    expect(toWallTime(20180612, '', 'end')).toEqual({ date: '2018-06-12', time: '23:59:59' });
    expect(toWallTime(20180612, 999999, 'end')).toBeNull();
    expect(toWallTime(undefined, 93455, 'end')).toBeNull();
  });
});

describe('timezone', () => {
  it.each([
    [8, 8],
    ['8', 8],
    [' +8 ', 8],
    ['-5', -5],
    [-14, -14],
    [0, 0],
    [480, 480],
    ['330', 330],
    [28800, 28800],
    ['UTC+8', 8],
    ['+08:00', 8],
    ['+0800', 8],
  ])('keeps %j, hours or minutes, as the number %i', (value, number) => {
    expect(toTimezone(value)).toBe(number);
  });

  it.each([
    ['5.5', 330],
    ['+05:30', 330],
    ['GMT-03:30', -210],
  ])('says %j in minutes', (value, number) => {
    expect(toTimezone(value)).toBe(number);
  });

  it.each([[''], [null], ['Asia/Shanghai'], ['soon'], ['8 or so']])('does not know %j', (value) => {
    expect(toTimezone(value)).toBeNull();
  });
});
