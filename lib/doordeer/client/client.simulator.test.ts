import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../simulator/faults/settings';
import { type Simulator, startSimulator } from '../../simulator/start-simulator';
import type { DemoName } from '../../simulator/world/demo-people';
import { useFakeTime } from '../../testing/fake-time';
import { contract } from '../contract/calls';
import { Secret } from '../secret';
import type { Role } from '../words';
import { createDoordeerClient, type DoordeerClient } from './client';

/** Client and simulator were written separately from the vendor's document, and meet here over HTTP. */
const time = useFakeTime();
let simulator: Simulator;
let client: DoordeerClient;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'torture', size: 'small', arrivals: false });
});
afterAll(async () => {
  await simulator.close();
});

function connect(more: { requestField?: string; basicAuth?: string } = {}): DoordeerClient {
  return createDoordeerClient({
    url: simulator.url,
    key: simulator.key,
    comid: simulator.comid,
    timeoutMs: 10_000,
    maxConcurrency: 8,
    ...more,
  });
}

const who = (name: DemoName) => ({
  account: simulator.accounts[name].account,
  password: new Secret(simulator.accounts[name].password),
});

const window = {
  from: { date: '2026-01-01', time: '09:05:00' },
  to: { date: '2031-12-31', time: '23:59:59' },
};

async function firstRoom(name: DemoName, role: Role, relation?: string) {
  const { channels, skipped } = await client.call('listChannels', { ...who(name), role });
  expect(skipped).toBe(0);
  const own = channels.find(
    (entry) => entry.kind === 'doorbell' && (!relation || entry.relation === relation),
  );
  if (own === undefined) throw new Error(`${name} has no such room`);
  return { room: { ...who(name), gid: own.gid, channel: own.channel }, own };
}

const shapes: [string, Partial<Settings>, { requestField?: string; basicAuth?: string }][] = [
  ['as the document has them', {}, {}],
  [
    'with numbers as strings, lists as objects, locks as objects',
    { numberStrings: true, listShape: 'object', lockShape: 'object' },
    {},
  ],
  [
    'with stray blanks, lists as strings, locks as JSON text',
    { strayBlanks: true, listShape: 'string', lockShape: 'json' },
    {},
  ],
  ['with misspelt keys, in base64 with line breaks', { misspeltKeys: true, base64: 'lines' }, {}],
  [
    'in URL-safe base64, in one form field',
    { base64: 'url', requestField: 'data' },
    { requestField: 'data' },
  ],
  ['in unpadded base64, behind HTTP Basic', { base64: 'unpadded', basicAuth: 'u:p' }, { basicAuth: 'u:p' }],
  ['without encryption', { encryption: 'none' }, {}],
];

describe.each(shapes)('the sixteen calls, answers %s', (_what, settings, framing) => {
  beforeEach(() => {
    simulator.reset();
    simulator.faults.set(settings);
    client = connect(framing);
    return () => client.close();
  });

  it('10001, 10010: signing up, and a forgotten password', async () => {
    const email = 'new.person@harbor.example';
    const person = {
      account: email,
      password: new Secret('a new password'),
      email,
      role: 'tenant',
      language: 'en',
    } as const;
    expect((await client.call('register', person)).state).toMatch(/^(ok|signed-up-not-activated)$/);
    expect(await client.call('register', person)).toEqual({ state: 'signed-up-not-activated' });
    expect(await client.call('resetPassword', { account: who('manager').account, by: 'email' })).toEqual({});
  });

  it('10002, 10012: signing in and out', async () => {
    const { own } = await firstRoom('manager', 'manager');
    expect(own).toMatchObject({ gid: expect.stringMatching(/./), channel: expect.any(Number) });
    expect(own.locks.length).toBeGreaterThan(0);
    expect(own.buildingName).not.toBe('');
    expect(own.fixedPassword?.reveal()).toMatch(/^\d+$/);
    expect(await client.call('signOut', who('manager'))).toEqual({});
  });

  it('10003, 10016: phones and picture', async () => {
    const phone = {
      pushType: 1,
      phone: 'ios',
      appKey: 'k',
      appToken: 't',
      certificate: 'c',
      popupActivity: '',
    } as const;
    expect(await client.call('updatePushPhones', { ...who('manager'), phones: [phone] })).toEqual({});
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
      'base64',
    );
    const { pictureUrl } = await client.call('uploadPicture', {
      ...who('manager'),
      file: png,
      extension: 'png',
    });
    expect(await client.picture(pictureUrl, who('manager'))).toEqual(png);
  });

  it('10004, 10015, 10009: a doorcode issued, found and revoked', async () => {
    const { room, own } = await firstRoom('master', 'landlord', 'master');
    const lockIds = own.locks.map(({ id }) => id);
    const { pictureUrl } = await client.call('createDoorcode', {
      ...room,
      lockIds,
      name: 'Cleaner',
      ...window,
    });
    const list = async () =>
      (await client.call('listDoorcodes', { ...room, start: 1, count: 100 })).doorcodes;
    const found = (await list()).find((code) => code.pictureUrl === pictureUrl);
    expect(found).toMatchObject({ name: 'Cleaner', validType: 3, ...window, lockIds, usable: true });
    expect(found?.digits).toMatch(/^\d{8}$/);
    expect((await client.picture(pictureUrl, who('master'))).subarray(1, 4).toString()).toBe('PNG');
    await client.call('revokeDoorcode', { ...who('master'), digits: found?.digits ?? '' });
    expect((await list()).some((code) => code.digits === found?.digits && code.usable)).toBe(false);
  });

  it('10005, 10006, 10013: a room master assigned, replaced and removed', async () => {
    const { room } = await firstRoom('manager', 'manager');
    const master = async () => (await client.call('getMaster', room)).master;
    const before = await master();
    if (before !== null) await client.call('changeMaster', { ...room, action: 'remove', master: before });
    expect(await master()).toBeNull();
    const [first, second] = [who('master').account, who('guest').account];
    await client.call('assignMaster', { ...room, master: first });
    expect(await master()).toBe(first);
    await client.call('changeMaster', { ...room, action: 'replace', master: second });
    expect(await master()).toBe(second);
  });

  it('10007, 10008, 10011: a room shared and no longer', async () => {
    const { room } = await firstRoom('master', 'landlord', 'master');
    const subMaster = who('lodger').account;
    const accounts = async () => (await client.call('listShares', room)).shares.map(({ account }) => account);
    await client.call('addShare', { ...room, subMaster });
    expect(await accounts()).toContain(subMaster);
    await client.call('removeShare', { ...room, subMaster });
    expect(await accounts()).not.toContain(subMaster);
  });

  it('10014: events of a room and of a whole door', async () => {
    const { room } = await firstRoom('manager', 'manager');
    const { channel: _whole, ...door } = room;
    const one = await client.call('listEvents', { ...room, start: 1, end: 5 });
    const all = await client.call('listEvents', { ...door, start: 1, end: 20 });
    expect(all.events).toHaveLength(20);
    expect([one.skipped, all.skipped]).toEqual([0, 0]);
    for (const event of all.events)
      expect(event).toMatchObject({ type: expect.any(Number), timeText: expect.stringMatching(/\d/) });
    expect(await client.call('listEvents', { ...door, start: 900_000, end: 900_010 })).toEqual({
      events: [],
      skipped: 0,
    });
  });
});

describe('together', () => {
  it('every path of the contract is one that the simulator serves', async () => {
    simulator.reset();
    client = connect();
    for (const { path } of Object.values(contract)) {
      const response = await fetch(`${simulator.url}/${path}`, { method: 'POST', body: 'x' });
      expect(response.status).toBe(200);
    }
    await client.close();
  });

  it('a batch under a hidden cap ends with few refusals', async () => {
    simulator.reset();
    client = connect();
    const { room } = await firstRoom('manager', 'manager');
    simulator.faults.set({ maxAtOnce: 5, latencyMs: 10 });
    const before = simulator.stats();
    time.stop();
    const calls = Promise.all(
      Array.from({ length: 400 }, () => client.call('getMaster', room, { priority: 'filling' })),
    );
    await time.passUntil(calls, () => client.load.inFlight === simulator.stats().inFlight);
    const after = simulator.stats();
    expect((after.refused - before.refused) / (after.calls - before.calls)).toBeLessThanOrEqual(0.03);
    await client.close();
  });
});
