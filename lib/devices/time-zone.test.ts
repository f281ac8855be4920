import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import {
  clockAt,
  clockAtWall,
  clockBetween,
  instantToWall,
  isZoneName,
  offsetMinutes,
  wallToInstant,
  type Zone,
  zoneOf,
  zoneWords,
  zoneWordsAtWall,
} from './time-zone';

const berlin: Zone = { name: 'Europe/Berlin', source: 'chosen' };
const at = (zone: Zone, date: string, time: string) => {
  const found = wallToInstant(zone, { date, time });
  return found && [found.instant.toISOString(), found.fit];
};

describe('the clock of a door', () => {
  it.each([
    [8, '+08:00'],
    [-5, '-05:00'],
    [14, '+14:00'],
    [-14, '-14:00'],
    [0, 'UTC'],
    [5.5, '+05:30'],
    [15, '+00:15'],
    [480, '+08:00'],
    [-210, '-03:30'],
    [840, '+14:00'],
  ])('reads the vendor’s %s as %s', (timezone, name) => {
    expect(zoneOf({ timezone })).toEqual({ name, source: 'vendor' });
  });

  it.each([null, Number.NaN, 841, 28_800])('assumes UTC and says so for %s', (timezone) => {
    expect(offsetMinutes(timezone)).toBeNull();
    expect(zoneOf({ timezone })).toEqual({ name: 'UTC', source: 'assumed' });
  });

  it('lets the zone chosen in Doordesk win, unless this runtime does not know it', () => {
    expect(zoneOf({ zone: 'Asia/Shanghai', timezone: 1 })).toEqual({
      name: 'Asia/Shanghai',
      source: 'chosen',
    });
    expect(zoneOf({ zone: 'Mars/Olympus', timezone: 1 })).toEqual({ name: '+01:00', source: 'vendor' });
  });

  it('accepts only names of the IANA database', () => {
    expect(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'UTC'].every(isZoneName)).toBe(true);
    expect(['', '+08:00', 'Europe/Nowhere', "UTC'; drop", ' UTC', '<b>'].some(isZoneName)).toBe(false);
  });
});

describe('wall time', () => {
  it('follows daylight saving where the zone has it', () => {
    expect(at(berlin, '2026-01-15', '12:00:00')).toEqual(['2026-01-15T11:00:00.000Z', 'exact']);
    expect(at(berlin, '2026-07-15', '12:00:00')).toEqual(['2026-07-15T10:00:00.000Z', 'exact']);
  });

  it('says that a time in the lost hour is skipped, and moves it past the gap', () => {
    expect(at(berlin, '2026-03-29', '02:30:00')).toEqual(['2026-03-29T01:30:00.000Z', 'skipped']);
    expect(at(berlin, '2026-03-29', '01:59:59')).toEqual(['2026-03-29T00:59:59.000Z', 'exact']);
    expect(at(berlin, '2026-03-29', '03:00:00')).toEqual(['2026-03-29T01:00:00.000Z', 'exact']);
  });

  it('says that a time in the doubled hour is repeated, and takes the first', () => {
    expect(at(berlin, '2026-10-25', '02:30:00')).toEqual(['2026-10-25T00:30:00.000Z', 'repeated']);
    expect(at(berlin, '2026-10-25', '03:00:00')).toEqual(['2026-10-25T02:00:00.000Z', 'exact']);
  });

  it('knows shifts of half an hour and whole lost days', () => {
    expect(at({ name: 'Australia/Lord_Howe', source: 'chosen' }, '2026-10-04', '02:15:00')?.[1]).toBe(
      'skipped',
    );
    expect(at({ name: 'Pacific/Apia', source: 'chosen' }, '2011-12-30', '12:00:00')?.[1]).toBe('skipped');
  });

  it.each([
    ['2026-02-30', '10:00:00'],
    ['2026-02-28', '24:00:00'],
    ['2026-02-28', '10:00'],
    ['20260228', '10:00:00'],
    ['', ''],
  ])('is none for %s %s', (date, time) => {
    expect(wallToInstant(berlin, { date, time })).toBeNull();
  });

  it('survives the way to its instant and back in every zone, unless it was skipped', () => {
    const zones = [...Intl.supportedValuesOf('timeZone'), '+08:00', '-03:30', 'UTC'];
    const walls = fc.date({ min: new Date('1975-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...zones), walls, (name, moment) => {
        const zone: Zone = { name, source: 'chosen' };
        const [date = '', time = ''] = moment.toISOString().split(/[T.]/);
        const found = wallToInstant(zone, { date, time });
        expect(found).not.toBeNull();
        if (found && found.fit !== 'skipped')
          expect(instantToWall(zone, found.instant)).toEqual({ date, time });
      }),
      { numRuns: 2000 },
    );
  });
});

it.each([
  ['+08:00', '2026-07-01T12:00:00Z', 'UTC+08:00'],
  ['-03:30', '2026-07-01T12:00:00Z', 'UTC-03:30'],
  ['UTC', '2026-07-01T12:00:00Z', 'UTC+00:00'],
  ['Europe/Berlin', '2026-07-01T12:00:00Z', 'UTC+02:00'],
  ['Europe/Berlin', '2026-12-01T12:00:00Z', 'UTC+01:00'],
])('a clock of zone %s at %s is called %s wherever a page or file names it', (zone, at, name) => {
  expect(clockAt(zone, new Date(at))).toBe(name);
  const { date, time } = instantToWall({ name: zone, source: 'chosen' }, new Date(at));
  expect(clockAtWall(zone, `${date} ${time}`)).toBe(name);
  expect(clockBetween(`${date} ${time}`, at)).toBe(name);
});

it('a text that is no time has no clock', () => {
  expect(clockAtWall('Europe/Berlin', null)).toBeNull();
  expect(clockAtWall('Europe/Berlin', '2026-02-30 10:00:00')).toBeNull();
  expect(clockBetween(null, '2026-07-01T12:00:00Z')).toBeNull();
});

it('a zone in a text has its name, if any, and its clock', () => {
  expect(zoneWords('Europe/Berlin', new Date('2026-07-01T12:00:00Z'))).toBe('Europe/Berlin (UTC+02:00)');
  expect(zoneWords('+08:00', new Date('2026-07-01T12:00:00Z'))).toBe('UTC+08:00');
});

it('writes the zone of a wall time in the same words', () => {
  expect(zoneWordsAtWall('Europe/Berlin', '2026-07-01 12:00:00')).toBe('Europe/Berlin (UTC+02:00)');
  expect(zoneWordsAtWall('Europe/Berlin', '2026-12-01 12:00:00')).toBe('Europe/Berlin (UTC+01:00)');
  expect(zoneWordsAtWall('+08:00', '2026-07-01 12:00:00')).toBe('UTC+08:00');
  expect(zoneWordsAtWall('Europe/Berlin', null)).toBe('Europe/Berlin');
  expect(zoneWordsAtWall('+08:00', null)).toBe('UTC+08:00');
});
