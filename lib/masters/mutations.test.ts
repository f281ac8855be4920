import { beforeEach, describe, expect, test } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { readMaster } from '@/lib/readings/refresh-room';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { assignMaster, lookForMaster, removeMaster, replaceMaster } from './mutations';

useDatabase();
const { simulator } = useSimulator();

let landlord: Scope;
let at: { gid: string; channel: number };
const master = 'master@harbor.example';
const other = 'guest@harbor.example';

const room = () => {
  const found = simulator().cloud.world.findRoom(at.gid, at.channel);
  if (!found) throw new Error('no such room');
  return found;
};
const calls = (path: string) =>
  simulator()
    .log()
    .filter((entry) => entry.call === path).length;

beforeEach(async () => {
  simulator().reset();
  const { account, password } = simulator().accounts.landlord;
  landlord = await signInScope(account, password, 'landlord');
  const own = landlord.channels.find(({ relation }) => relation === 'landlord');
  if (!own) throw new Error('the landlord owns no room');
  at = own;
  room().master = null;
});

describe('assigning', () => {
  test('is verified when the look-up shows the new master', async () => {
    const outcome = await assignMaster(landlord, at, { master });
    expect(outcome).toMatchObject({ state: 'verified', readAt: expect.any(Date) });
    expect(outcome.already).toBeUndefined();
    expect(room().master).toBe(master);
  });

  test('does not change a room that has another master', async () => {
    room().master = other;
    expect(await assignMaster(landlord, at, { master })).toMatchObject({ state: 'failed', code: 'conflict' });
    expect(calls('Authowner')).toBe(0);
    expect(room().master).toBe(other);
  });

  test('sends nothing if it is already so, whatever the letter case', async () => {
    room().master = master;
    const outcome = await assignMaster(landlord, at, { master: 'MASTER@harbor.example' });
    expect(outcome).toMatchObject({ state: 'verified', already: true });
    expect(calls('Authowner')).toBe(0);
  });

  test.each([
    ['drop-before', { effect: 'drop-before' }, 'failed', 'cloud-dropped'],
    ['500 before acting', { effect: 'status', status: 500 }, 'failed', 'cloud-http-error'],
    ['429', { effect: 'status', status: 429 }, 'failed', 'cloud-busy'],
  ] as const)(
    'that never arrived (%s) is proven not done, and is sent once',
    async (_, fault, state, code) => {
      simulator().faults.next({ ...fault, call: 'Authowner' });
      const outcome = await assignMaster(landlord, at, { master });
      expect(outcome).toMatchObject({ state, code });
      expect(calls('Authowner')).toBe(1);
      expect(room().master).toBeNull();
    },
  );

  test.each([
    ['drop-after', { effect: 'drop-after' }],
    ['500 after acting', { effect: 'status', status: 500, acted: true }],
    ['garbage', { effect: 'garbage' }],
    ['half an answer', { effect: 'half' }],
    ['an answer cut off', { effect: 'cut' }],
    ['a wrong key', { effect: 'wrong-key' }],
  ] as const)('whose answer was lost (%s) is found by reading back, and is sent once', async (_, fault) => {
    simulator().faults.next({ ...fault, call: 'Authowner' });
    const outcome = await assignMaster(landlord, at, { master });
    expect(outcome.state).toBe(room().master === master ? 'verified' : 'failed');
    expect(calls('Authowner')).toBe(1);
  });

  test('is unknown when neither the answer nor the look-up comes', async () => {
    simulator().faults.next({ effect: 'drop-after', call: 'Authowner' });
    simulator().faults.next({ effect: 'drop-before', call: 'GetMainer', skip: 1, times: null });
    const outcome = await assignMaster(landlord, at, { master });
    expect(outcome).toMatchObject({ state: 'unknown', code: 'cloud-dropped' });
  });

  test('is done but not verified when only the look-up fails', async () => {
    simulator().faults.next({ effect: 'drop-before', call: 'GetMainer', skip: 1, times: null });
    expect(await assignMaster(landlord, at, { master })).toMatchObject({ state: 'unverified' });
  });

  test('sends nothing when the room cannot even be looked up', async () => {
    simulator().faults.next({ effect: 'drop-before', call: 'GetMainer', times: null });
    expect(await assignMaster(landlord, at, { master })).toMatchObject({
      state: 'failed',
      code: 'cloud-dropped',
    });
    expect(calls('Authowner')).toBe(0);
  });

  test.each([2, 5])('is left to a cloud that answers the look-up with %i', async (re) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'GetMainer', times: null });
    expect(await assignMaster(landlord, at, { master })).toMatchObject({ state: 'unverified' });
    expect(calls('Authowner')).toBe(1);
    expect(room().master).toBe(master);
  });

  test('does not replace a known master when the cloud once answers the look-up with 2', async () => {
    room().master = other;
    await readMaster(landlord, at);
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'GetMainer' });
    expect(await assignMaster(landlord, at, { master })).toMatchObject({
      state: 'failed',
      code: 'refused-failure',
    });
    expect(calls('Authowner')).toBe(0);
  });

  test.each([
    [2, 'refused-failure'],
    [3, 'refused-missing-parameter'],
    [4, 'refused-wrong-credentials'],
    [5, 'refused-not-landlord'],
    [6, 'refused-wrong-account'],
    [77, 'cloud-undocumented'],
  ] as const)('refused with %i says %s', async (re, code) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'Authowner' });
    expect(await assignMaster(landlord, at, { master })).toMatchObject({ code });
    expect(calls('Authowner')).toBe(1);
  });
});

describe('replacing', () => {
  test('puts the new master in the place of the old one with 10006', async () => {
    room().master = other;
    expect(await replaceMaster(landlord, at, { master })).toMatchObject({ state: 'verified' });
    expect(room().master).toBe(master);
    expect(calls('AuthChange')).toBe(1);
  });

  test('assigns with 10005 where there is no master', async () => {
    expect(await replaceMaster(landlord, at, { master })).toMatchObject({ state: 'verified' });
    expect(calls('AuthChange')).toBe(0);
    expect(calls('Authowner')).toBe(1);
  });

  test.each([
    [5, 'refused-not-landlord'],
    [6, 'refused-wrong-account'],
    [9, 'refused-wrong-action'],
  ] as const)('refused with %i says %s', async (re, code) => {
    room().master = other;
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'AuthChange' });
    expect(await replaceMaster(landlord, at, { master })).toMatchObject({ state: 'failed', code });
  });
});

describe('removing', () => {
  test('names the present master to the cloud, and is verified when the room has no master', async () => {
    room().master = other;
    expect(await removeMaster(landlord, at, { expected: other })).toMatchObject({ state: 'verified' });
    expect(room().master).toBeNull();
  });

  test('does not remove a master who came after the person looked', async () => {
    room().master = other;
    expect(await removeMaster(landlord, at, { expected: master })).toMatchObject({
      state: 'failed',
      code: 'conflict',
    });
    expect(room().master).toBe(other);
  });

  test('of a room without a master is already done', async () => {
    expect(await removeMaster(landlord, at)).toMatchObject({ state: 'verified', already: true });
    expect(calls('AuthChange')).toBe(0);
  });
});

test('looking back after an interruption changes nothing', async () => {
  expect(await lookForMaster(landlord, at, master)).toMatchObject({ state: 'failed', found: 'not-there' });
  room().master = master;
  expect(await lookForMaster(landlord, at, master)).toMatchObject({ state: 'verified' });
  expect(calls('Authowner') + calls('AuthChange')).toBe(0);
});
