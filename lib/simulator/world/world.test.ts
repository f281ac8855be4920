import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../start-simulator';
import { at, callAs } from '../test-client';
import type { World } from './world';

const start = Date.UTC(2026, 10, 24, 2, 30);
const clock = () => start;
let full: Simulator;
let world: World;

beforeAll(async () => {
  full = await startSimulator({ clock, publicUrl: 'http://cloud.example' });
  world = full.cloud.world;
});
afterAll(() => full.close());

describe('the full world', () => {
  test('has the buildings, doors, rooms and events that were promised', () => {
    const flats = new Set(
      world
        .rooms()
        .filter((room) => room.label)
        .map((room) => `${room.door.building}|${room.label}`),
    );
    const events = [...world.doors.values()].reduce(
      (total, door) => total + door.events.list(null).length,
      0,
    );
    expect(new Set([...world.doors.values()].map((door) => door.building)).size).toBeGreaterThanOrEqual(6);
    expect(world.doors.size).toBeGreaterThanOrEqual(12);
    expect([...world.doors.values()].filter((door) => door.type === 2).length).toBeGreaterThanOrEqual(1);
    expect(flats.size).toBeGreaterThanOrEqual(240);
    expect(events).toBeGreaterThanOrEqual(40_000);
  });

  test('flats have a channel at several doors, and one number means different flats at different doors', () => {
    const rooms = world.rooms().filter((room) => room.label);
    const flats = Map.groupBy(rooms, (room) => `${room.door.building}|${room.label}`);
    expect([...flats.values()].filter((channels) => channels.length >= 2).length).toBeGreaterThan(100);
    const byNumber = Map.groupBy(
      rooms.filter((room) => room.door.building === 'Gärtnerhof & Söhne'),
      (room) => room.channel,
    );
    expect(
      [...byNumber.values()].some((channels) => new Set(channels.map((room) => room.label)).size > 1),
    ).toBe(true);
  });

  test('has rooms without a master, a flat whose doors disagree, and rooms with several shares', () => {
    const rooms = world.rooms();
    expect(rooms.filter((room) => room.master === null).length).toBeGreaterThan(10);
    expect(rooms.filter((room) => room.shares.length > 1).length).toBeGreaterThan(10);
    const halves = rooms.filter((room) => room.label === '1-04' && room.door.building === 'Harbor View');
    expect(new Set(halves.map((room) => room.master)).size).toBe(2);
  });

  test('has names in four scripts and names that misbehave', () => {
    const text = JSON.stringify([
      ...world.rooms().map((room) => [room.label, room.door.building]),
      world.codes().map((code) => code.name),
    ]);
    for (const awkward of [
      '海港花园',
      'Gärtnerhof & Söhne',
      'برج المرجان',
      "O'Brien",
      '"=1+1 Lofts"',
      '\u200b',
      '\u202e',
      '<b>',
    ]) {
      expect(text).toContain(awkward);
    }
    expect(Math.max(...world.codes().map((code) => code.name.length))).toBeGreaterThan(255);
  });

  test('has zones given in hours and in minutes, west and east', () => {
    expect(new Set([...world.doors.values()].map((door) => door.timezone))).toEqual(
      new Set([8, 1, 0, 4, 330, -300]),
    );
  });

  test('has codes open, ending within 48 hours, to come and over, for manager, master and guest', async () => {
    for (const name of ['manager', 'master', 'guest'] as const) {
      const mine = world.codes().filter((code) => code.creator === full.accounts[name].account);
      const windows = mine.map((code) => world.windowOf(code));
      expect(windows.some(({ from, to }) => from < start && to > start + 48 * 3_600_000)).toBe(true);
      expect(windows.some(({ from, to }) => from < start && to > start && to < start + 48 * 3_600_000)).toBe(
        true,
      );
      expect(windows.some(({ from }) => from > start)).toBe(true);
      expect(windows.some(({ to }) => to < start)).toBe(true);
    }
  });

  test('codes are used by name within their windows', () => {
    const [used] = world.codes().filter((code) =>
      world.doors
        .get(code.gid)
        ?.events.list([code.channel])
        .some((event) => {
          const { from, to } = world.windowOf(code);
          return event.codeName === code.name && code.name !== '' && event.at >= from && event.at <= to;
        }),
    );
    expect(used).toBeDefined();
  });

  test("events keep a day's and a week's rhythm, a call is followed by its answer, twins occur", () => {
    const hours = Array.from({ length: 24 }, () => 0);
    const days = Array.from({ length: 7 }, () => 0);
    let answered = 0;
    let twins = 0;
    for (const door of world.doors.values()) {
      const events = door.events.list(null);
      events.forEach((event, index) => {
        const local = new Date(
          event.at + (Math.abs(door.timezone) <= 14 ? door.timezone * 60 : door.timezone) * 60_000,
        );
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
        expect(event.at).toBeLessThanOrEqual(start);
        if (next) expect(next.at).toBeGreaterThanOrEqual(event.at);
      });
    }
    const [night = 0, evening = 0] = [hours[3], hours[18]];
    expect(evening).toBeGreaterThan(night * 20);
    expect((days[0] ?? 0) + (days[6] ?? 0)).toBeLessThan(((days[2] ?? 0) + (days[3] ?? 0)) * 0.9);
    expect(answered).toBeGreaterThan(5_000);
    expect(twins).toBeGreaterThan(50);
  });
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

  test('one seed and clock give the same answers to the byte, another seed others', async () => {
    const clouds = [await small(), await small(), await small({ seed: 'other' })];
    const answers = [];
    for (const cloud of clouds) answers.push(await bytes(cloud));
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).not.toBe(answers[2]);
    for (const cloud of clouds) cloud.reset();
    expect(await bytes(clouds[0] as Simulator)).toBe(answers[0]);
    for (const cloud of clouds) await cloud.close();
  });

  test('with one start, a cloud started later tells the history of the one before', async () => {
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

test("a size of one's own is made: buildings, flats, days and visits", async () => {
  const tiny = await startSimulator({ size: { buildings: 1, flats: 2, days: 3, visitsPerDay: 40 }, clock });
  const rooms = tiny.cloud.world.rooms().filter((room) => room.label);
  expect(new Set(rooms.map((room) => room.label))).toEqual(new Set(['1-01', '1-02']));
  const [door] = tiny.cloud.world.doors.values();
  expect(door?.events.list(null).length).toBeGreaterThan(60);
  await tiny.close();
});
