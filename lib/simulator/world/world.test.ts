import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../start-simulator';
import { at, callAs } from '../test-client';
import { demoAccounts } from './demo-people';
import { offsetMinutes } from './door-time';
import type { Door } from './model';
import { seedWorld, sizes, tortureSeed } from './seed';
import { isInList, type World } from './world';

const start = Date.UTC(2026, 10, 24, 2, 30);
const clock = () => start;
const hour = 3_600_000;
const seeds = ['harbor', tortureSeed] as const;
const running = new Map<string, Simulator>();
const worldOf = (seed: string): World => {
  const world = running.get(seed)?.cloud.world;
  if (!world) throw new Error('the clouds start in beforeAll');
  return world;
};

beforeAll(async () => {
  for (const seed of seeds)
    running.set(seed, await startSimulator({ seed, clock, publicUrl: 'http://cloud.example' }));
});
afterAll(async () => {
  for (const cloud of running.values()) await cloud.close();
});

const eventsOf = (world: World) =>
  [...world.doors.values()].flatMap((door) => door.events.list(null).map((event) => ({ ...event, door })));
const localTime = (at: number, timezone: number) => new Date(at + offsetMinutes(timezone) * 60_000);
const textOf = (world: World) => [
  ...world
    .rooms()
    .flatMap(({ label, door, landlord, master, shares }) => [
      label,
      door.building,
      ...door.locks.map(({ alias }) => alias),
      landlord ?? '',
      master ?? '',
      ...shares,
    ]),
  ...world.codes().map(({ name }) => name),
];

describe.each(seeds)('the full world of the seed %s', (seed) => {
  test('has the planned buildings, doors, rooms and events', () => {
    const world = worldOf(seed);
    const flats = new Set(
      world
        .rooms()
        .filter((room) => room.label)
        .map((room) => `${room.door.building}|${room.label}`),
    );
    expect(new Set([...world.doors.values()].map((door) => door.building)).size).toBeGreaterThanOrEqual(6);
    expect(world.doors.size).toBeGreaterThanOrEqual(12);
    expect([...world.doors.values()].filter((door) => door.type === 2).length).toBeGreaterThanOrEqual(1);
    expect(flats.size).toBeGreaterThanOrEqual(240);
    expect(eventsOf(world).length).toBeGreaterThanOrEqual(40_000);
  });

  test('flats have a channel at several doors, and one number means different flats at different doors', () => {
    const rooms = worldOf(seed)
      .rooms()
      .filter((room) => room.label);
    const flats = Map.groupBy(rooms, (room) => `${room.door.building}|${room.label}`);
    expect([...flats.values()].filter((channels) => channels.length >= 2).length).toBeGreaterThan(100);
    const byNumber = Map.groupBy(
      rooms.filter((room) => room.door.building.startsWith('Gärtner')),
      (room) => room.channel,
    );
    expect(
      [...byNumber.values()].some((channels) => new Set(channels.map((room) => room.label)).size > 1),
    ).toBe(true);
  });

  test('has rooms without a master, a flat whose doors disagree, and rooms with several shares', () => {
    const rooms = worldOf(seed).rooms();
    expect(rooms.filter((room) => room.master === null).length).toBeGreaterThan(10);
    expect(rooms.filter((room) => room.shares.length > 1).length).toBeGreaterThan(10);
    const halves = rooms.filter((room) => room.label === '1-04' && room.door.building === 'Harbor View');
    expect(new Set(halves.map((room) => room.master)).size).toBe(2);
  });

  test('has zones given in hours and in minutes, west and east', () => {
    expect(new Set([...worldOf(seed).doors.values()].map((door) => door.timezone))).toEqual(
      new Set([8, 1, 0, 4, 330, -300]),
    );
  });

  test('has codes open, ending within 48 hours, to come and over, for manager, master and guest', () => {
    const world = worldOf(seed);
    for (const name of ['manager', 'master', 'guest'] as const) {
      const creator = demoAccounts[name].account;
      const windows = world
        .codes()
        .filter((code) => code.creator === creator)
        .map((code) => world.windowOf(code));
      expect(windows.some(({ from, to }) => from < start && to > start + 48 * hour)).toBe(true);
      expect(windows.some(({ from, to }) => from < start && to > start && to < start + 48 * hour)).toBe(true);
      expect(windows.some(({ from }) => from > start)).toBe(true);
      expect(windows.some(({ to }) => to < start)).toBe(true);
    }
  });

  test('every code belongs to a room of its creator, and its window is one that the calls take', () => {
    const world = worldOf(seed);
    for (const code of world.codes()) {
      const { from, to } = world.windowOf(code);
      const room = world.findRoom(code.gid, code.channel);
      const creator = world.findAccount(code.creator);
      if (!room || !creator) throw new Error(`a code without a room or creator: ${code.name}`);
      expect(isInList(world.standing(creator, room)), code.name).toBe(true);
      expect(Number.isFinite(from) && to > from, code.name).toBe(true);
    }
  });

  test('every doorcode in the history exists, was open at that time, and its holder comes on such days', () => {
    const world = worldOf(seed);
    const uses = eventsOf(world).filter(({ type }) => type === 2);
    expect(uses.length).toBeGreaterThan(1_000);
    for (const { at, channel, codeName, door } of uses) {
      const local = localTime(at, door.timezone);
      const fits = world.codesOf(door.gid, channel ?? -1).some((code) => {
        const { from, to } = world.windowOf(code);
        const isDay = code.habit?.days.includes(local.getUTCDay());
        return code.name === codeName && from <= at && at <= to && isDay;
      });
      expect(fits, `${codeName} at ${local.toISOString()}`).toBe(true);
    }
  });

  test('events follow hours of the day and days of the week, answers follow calls, and equal events occur', () => {
    const hours = Array.from({ length: 24 }, () => 0);
    const days = Array.from({ length: 7 }, () => 0);
    let answered = 0;
    let twins = 0;
    for (const door of worldOf(seed).doors.values()) {
      const events = door.events.list(null);
      events.forEach((event, index) => {
        const local = localTime(event.at, door.timezone);
        hours[local.getUTCHours()] = (hours[local.getUTCHours()] ?? 0) + 1;
        days[local.getUTCDay()] = (days[local.getUTCDay()] ?? 0) + 1;
        const next = events[index + 1];
        if (
          event.type === 0 &&
          events
            .slice(index + 1, index + 8)
            .some(
              (later) => later.type === 1 && later.channel === event.channel && later.at - event.at < 30_000,
            )
        )
          answered++;
        if (next && next.at === event.at && next.type === event.type && next.channel === event.channel)
          twins++;
        if (event.at > start || (next && next.at < event.at)) throw new Error('the history is out of order');
      });
    }
    const [night = 0, evening = 0] = [hours[3], hours[18]];
    expect(evening).toBeGreaterThan(night * 20);
    expect((days[0] ?? 0) + (days[6] ?? 0)).toBeLessThan(((days[2] ?? 0) + (days[3] ?? 0)) * 0.9);
    expect(answered).toBeGreaterThan(5_000);
    expect(twins).toBeGreaterThan(50);
  });
});

describe('the default world', () => {
  test('is believable: names in four scripts, and no hostile name', () => {
    const texts = textOf(worldOf('harbor'));
    const all = texts.join('\n');
    for (const name of ['海港花园', 'Größl', 'Müller', 'برج المرجان', "O'Brien"]) expect(all).toContain(name);
    for (const text of texts) {
      expect(text).not.toMatch(/^[=+\-@\t\r]/);
      expect(text).not.toMatch(/[<>]|[\p{Cc}\p{Cf}]/u);
      expect(text.trim()).toBe(text);
      expect(text.length).toBeLessThan(60);
    }
    expect(worldOf('harbor').codes()).not.toContainEqual(expect.objectContaining({ name: '' }));
  });

  test('labels are unique in their building, and few flats are vacant', () => {
    const rooms = worldOf('harbor')
      .rooms()
      .filter(({ label }) => label);
    for (const door of worldOf('harbor').doors.values()) {
      const labels = rooms.filter((room) => room.door === door).map(({ label }) => label);
      expect(new Set(labels).size).toBe(labels.length);
    }
    const flats = Map.groupBy(rooms, ({ door, label }) => `${door.building}|${label}`);
    const vacant = [...flats.values()].filter((channels) => channels.every(({ master }) => master === null));
    expect(vacant.length).toBeGreaterThan(5);
    expect(vacant.length).toBeLessThan(flats.size / 8);
  });

  test('a label of the old house names the family who lives there', () => {
    const rooms = worldOf('harbor')
      .rooms()
      .filter(({ door, master }) => door.building === 'Gärtnerstraße 12' && master !== null);
    for (const { label } of rooms)
      expect(label).toMatch(/^\p{Lu}\p{Ll}+, (VH|SF|HH|GH) (li|re) (EG|[1-4])$/u);
  });

  test('one door has been silent for two days and stays so, every other was heard within a day', () => {
    const world = seedWorld({ seed: 'harbor', start, size: sizes.full });
    const newest = (door: Door) => door.events.list(null).at(-1)?.at ?? 0;
    const doors = [...world.doors.values()].filter(({ type }) => type === 1);
    const silent = doors.filter((door) => newest(door) < start - 24 * hour);
    expect(silent.map(({ locks }) => locks[0]?.alias)).toEqual(['Garage']);
    const [garage] = silent;
    if (!garage) throw new Error('no silent door');
    expect(newest(garage)).toBeLessThan(start - 48 * hour);
    expect(newest(garage)).toBeGreaterThan(start - 72 * hour);
    const before = newest(garage);
    garage.events.passTime(start + 48 * hour, 1);
    expect(newest(garage)).toBe(before);
  });

  test('cleaners come on Tuesdays, couriers at noon, offices sleep at the weekend', () => {
    const events = eventsOf(worldOf('harbor')).map((event) => ({
      ...event,
      local: localTime(event.at, event.door.timezone),
    }));
    const cleaners = events.filter(({ codeName }) => codeName === 'Cleaner Tuesday');
    expect(cleaners.length).toBeGreaterThan(50);
    expect(new Set(cleaners.map(({ local }) => local.getUTCDay()))).toEqual(new Set([2]));
    const couriers = events.filter(({ codeName }) => codeName === 'Parcel courier');
    expect(couriers.length).toBeGreaterThan(50);
    for (const { local } of couriers) expect([11, 12, 13]).toContain(local.getUTCHours());
    const office = events.filter(({ door }) => door.building === '48 Mercer Street');
    const weekend = office.filter(({ local }) => [0, 6].includes(local.getUTCDay()));
    expect(weekend.length).toBeLessThan(office.length * 0.15);
  });

  test('holders of codes come after the start too, until a code is revoked or over', () => {
    const world = seedWorld({ seed: 'harbor', start, size: sizes.full });
    const week = start + 7 * 24 * hour;
    const revoked = world.codes().filter(({ name }) => name === 'Dog walker');
    for (const code of revoked) code.revoked = true;
    for (const door of world.doors.values()) door.events.passTime(week, 1);
    const later = eventsOf(world).filter(({ at, type }) => type === 2 && at > start);
    expect(later.length).toBeGreaterThan(100);
    expect(later.map(({ codeName }) => codeName)).not.toContain('Dog walker');
    for (const { at, channel, codeName, door } of later) {
      const fits = world.codesOf(door.gid, channel ?? -1).some((code) => {
        const { from, to } = world.windowOf(code);
        return code.name === codeName && from <= at && at <= to;
      });
      expect(fits, codeName).toBe(true);
    }
  });
});

test('the torture world has names in four scripts and hostile names', () => {
  const text = JSON.stringify(textOf(worldOf(tortureSeed)));
  for (const awkward of [
    '海港花园',
    'Gärtnerhof & Söhne',
    'برج المرجان',
    "O'Brien",
    '"=1+1 Lofts"',
    '"=Plumber"',
    '"+49 handyman"',
    '"@evening nurse"',
    '\u200b',
    '\u202e',
    '<b>',
    "d'angelo",
  ]) {
    expect(text).toContain(awkward);
  }
  const codes = worldOf(tortureSeed).codes();
  expect(Math.max(...codes.map((code) => code.name.length))).toBeGreaterThan(255);
  expect(codes).toContainEqual(expect.objectContaining({ name: '' }));
});

describe('determinism', () => {
  const small = (options: object = {}) =>
    startSimulator({ size: 'small', clock, publicUrl: 'http://cloud.example', ...options });
  async function bytes(cloud: Simulator): Promise<string> {
    const replies: unknown[] = [await callAs(cloud, 'manager', 'sign', { account_type: 1 })];
    for (const room of cloud.cloud.world.rooms()) {
      replies.push(await callAs(cloud, 'manager', 'GetAkeysHis', { ...at(room), start: 1, end: 200 }));
      replies.push(await callAs(cloud, 'manager', 'GetQrList', { ...at(room), start: 1, num: 50 }));
      replies.push(await callAs(cloud, 'manager', 'ShareList', at(room)));
    }
    return JSON.stringify(replies);
  }

  test('the same seed and clock give the same bytes, another seed gives others', async () => {
    const clouds = [await small(), await small(), await small({ seed: 'other' })];
    const answers = [];
    for (const cloud of clouds) answers.push(await bytes(cloud));
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).not.toBe(answers[2]);
    for (const cloud of clouds) cloud.reset();
    expect(await bytes(clouds[0] as Simulator)).toBe(answers[0]);
    for (const cloud of clouds) await cloud.close();
  });

  test('with the same start, a cloud started later has the same history', async () => {
    const later = start + 26 * 3_600_000;
    const first = await small();
    first.advance(later - start);
    const second = await small({ start, clock: () => later });
    expect(await bytes(second)).toBe(await bytes(first));
    await first.close();
    await second.close();
  });

  test('history is the same whether it is read before or after a master has changed', async () => {
    const [first, second] = [await small(), await small()];
    const room = first.cloud.world.rooms().find((one) => one.master === 'master@harbor.example');
    if (!room) throw new Error('no room');
    const where = at(room);
    const change = { ...where, action_type: 1, auth_account: 'lodger@harbor.example' };
    const read = (cloud: Simulator) =>
      callAs(cloud, 'manager', 'GetAkeysHis', { ...where, start: 1, end: 200 });
    const before = await read(first);
    await callAs(second, 'manager', 'AuthChange', change);
    expect(await read(second)).toEqual(before);
    await first.close();
    await second.close();
  });
});

test('a custom size is made: buildings, flats, days and visits', async () => {
  const tiny = await startSimulator({ size: { buildings: 1, flats: 2, days: 3, visitsPerDay: 40 }, clock });
  const rooms = tiny.cloud.world.rooms().filter((room) => room.label);
  expect(new Set(rooms.map((room) => room.label))).toEqual(new Set(['1-01', '1-02']));
  const [door] = tiny.cloud.world.doors.values();
  expect(door?.events.list(null).length).toBeGreaterThan(60);
  await tiny.close();
});
