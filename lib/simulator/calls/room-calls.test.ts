import { beforeEach, describe, expect, test } from 'vitest';
import { useSimulator } from '../../testing/simulator';
import { at, callAs, roomOf } from '../test-client';

const { simulator } = useSimulator();
beforeEach(() => simulator().reset());

const mastered = () => roomOf(simulator(), 'master@harbor.example');
const free = () => roomOf(simulator(), null);
const mainerOf = async (room: { gid: string; vir_channel_no: number }) =>
  (await callAs(simulator(), 'manager', 'GetMainer', room)).mainer;

describe('10005 Authowner', () => {
  const assign = (
    who: 'manager' | 'landlord' | 'master' | 'otherLandlord',
    auth_account: string,
    room = free(),
  ) => callAs(simulator(), who, 'Authowner', { ...at(room), auth_account });

  test('1 for the landlord and for a manager, and the new master sees the room', async () => {
    for (const who of ['manager', 'landlord'] as const) {
      simulator().reset();
      const room = free();
      expect(await assign(who, 'lodger@harbor.example', room)).toEqual({ re: 1 });
      expect(await mainerOf(at(room))).toBe('lodger@harbor.example');
      const { list } = await callAs(simulator(), 'lodger', 'sign', { account_type: 3 });
      expect(list).toMatchObject([{ gid: room.door.gid, vir_chn_no: room.channel, main_sub_flag: 1 }]);
    }
  });

  test('5 for an account that is not the landlord of this room', async () => {
    expect(await assign('master', 'lodger@harbor.example')).toEqual({ re: 5 });
    expect(await assign('otherLandlord', 'lodger@harbor.example')).toEqual({ re: 5 });
    simulator().faults.set({ strictManagers: true });
    expect(await assign('manager', 'lodger@harbor.example')).toEqual({ re: 5 });
  });

  test('6 for an account that is unknown, not activated or a manager', async () => {
    for (const odd of [
      'nobody@harbor.example',
      'newcomer@harbor.example',
      'manager@court.example',
      "'; --",
    ]) {
      expect(await assign('manager', odd)).toEqual({ re: 6 });
    }
  });

  test('2 for a room that is not there, or has another master already', async () => {
    expect(
      await callAs(simulator(), 'manager', 'Authowner', {
        gid: 'X',
        vir_channel_no: 1,
        auth_account: 'lodger@harbor.example',
      }),
    ).toEqual({ re: 2 });
    expect(await assign('manager', 'lodger@harbor.example', mastered())).toEqual({ re: 2 });
    expect(await mainerOf(at(mastered()))).toBe('master@harbor.example');
    expect(await assign('manager', 'master@harbor.example', mastered())).toEqual({ re: 1 });
  });
});

describe('10006 AuthChange', () => {
  const change = (
    who: 'manager' | 'landlord' | 'guest',
    action_type: number,
    auth_account: string,
    room = mastered(),
  ) => callAs(simulator(), who, 'AuthChange', { ...at(room), action_type, auth_account });

  test('0 removes the master and keeps shares and doorcodes', async () => {
    const room = mastered();
    expect(await change('landlord', 0, 'master@harbor.example', room)).toEqual({ re: 1 });
    expect(await mainerOf(at(room))).toBe('');
    expect(room.shares).toContain('guest@harbor.example');
    expect((await callAs(simulator(), 'master', 'ShareList', at(room))).re).toBe(5);
  });

  test('1 replaces the master', async () => {
    const room = mastered();
    expect(await change('manager', 1, 'lodger@harbor.example', room)).toEqual({ re: 1 });
    expect(await mainerOf(at(room))).toBe('lodger@harbor.example');
    expect(await change('manager', 1, 'guest@harbor.example', room)).toEqual({ re: 1 });
    expect(room.shares).not.toContain('guest@harbor.example');
  });

  test('5 for a sub-master, 6 for a wrong account, 9 for another action, 2 for no room', async () => {
    expect(await change('guest', 0, 'master@harbor.example')).toEqual({ re: 5 });
    expect(await change('landlord', 0, 'guest@harbor.example')).toEqual({ re: 6 });
    expect(await change('landlord', 1, 'newcomer@harbor.example')).toEqual({ re: 6 });
    expect(await change('landlord', 0, 'master@harbor.example', free())).toEqual({ re: 6 });
    for (const action of [2, -1, 10])
      expect(await change('landlord', action, 'master@harbor.example')).toEqual({ re: 9 });
    expect(
      await callAs(simulator(), 'manager', 'AuthChange', {
        gid: 'X',
        vir_channel_no: 1,
        action_type: 0,
        auth_account: 'a',
      }),
    ).toEqual({ re: 2 });
  });
});

describe('10013 GetMainer', () => {
  test('the master for landlord and manager, empty where there is none, 5 for others, 2 for no room', async () => {
    expect(await callAs(simulator(), 'landlord', 'GetMainer', at(mastered()))).toEqual({
      re: 1,
      mainer: 'master@harbor.example',
    });
    expect(await callAs(simulator(), 'manager', 'GetMainer', at(free()))).toEqual({ re: 1, mainer: '' });
    for (const who of ['master', 'guest', 'lodger', 'otherLandlord', 'otherManager'] as const) {
      expect(await callAs(simulator(), who, 'GetMainer', at(mastered()))).toEqual({ re: 5 });
    }
    expect(await callAs(simulator(), 'manager', 'GetMainer', { gid: 'X', vir_channel_no: 1 })).toEqual({
      re: 2,
    });
  });
});

describe('shares', () => {
  const add = (who: 'master' | 'manager' | 'landlord' | 'guest', share_account: string, room = mastered()) =>
    callAs(simulator(), who, 'ShareAdd', { ...at(room), share_account });
  const drop = (who: 'master' | 'manager' | 'landlord' | 'guest', share_account: string, room = mastered()) =>
    callAs(simulator(), who, 'Sharedel', { ...at(room), share_account });
  const listed = async () =>
    (await callAs(simulator(), 'master', 'ShareList', at(mastered()))).list.map((share) => share.account);

  test('a master adds and removes a share, and the list shows it', async () => {
    expect(await add('master', 'lodger@harbor.example')).toEqual({ re: 1 });
    expect(await listed()).toContain('lodger@harbor.example');
    expect(await drop('master', 'lodger@harbor.example')).toEqual({ re: 1 });
    expect(await listed()).not.toContain('lodger@harbor.example');
  });

  test('a manager may too, unless the cloud is strict', async () => {
    expect(await add('manager', 'lodger@harbor.example')).toEqual({ re: 1 });
    expect(await drop('manager', 'lodger@harbor.example')).toEqual({ re: 1 });
    simulator().faults.set({ strictManagers: true });
    expect(await add('manager', 'lodger@harbor.example')).toEqual({ re: 5 });
    expect(await drop('manager', 'guest@harbor.example')).toEqual({ re: 5 });
    expect((await callAs(simulator(), 'manager', 'ShareList', at(mastered()))).re).toBe(5);
  });

  test('10007: 5 for an account that is not master, 6 for a wrong account or oneself, 7 for a second time, 2 for no room', async () => {
    for (const who of ['landlord', 'guest'] as const)
      expect(await add(who, 'lodger@harbor.example')).toEqual({ re: 5 });
    for (const odd of [
      'nobody@harbor.example',
      'newcomer@harbor.example',
      'master@harbor.example',
      'manager@harbor.example',
    ]) {
      expect(await add('master', odd)).toEqual({ re: 6 });
    }
    expect(await add('master', 'guest@harbor.example')).toEqual({ re: 7 });
    expect(await add('master', 'GUEST@harbor.example')).toEqual({ re: 7 });
    expect(
      await callAs(simulator(), 'master', 'ShareAdd', { gid: 'X', vir_channel_no: 1, share_account: 'a' }),
    ).toEqual({ re: 2 });
  });

  test('10008: 5 for an account that is not master, 6 for an unknown account, 7 for no such share, 2 for no room', async () => {
    for (const who of ['landlord', 'guest'] as const)
      expect(await drop(who, 'guest@harbor.example')).toEqual({ re: 5 });
    expect(await drop('master', 'nobody@harbor.example')).toEqual({ re: 6 });
    expect(await drop('master', 'lodger@harbor.example')).toEqual({ re: 7 });
    expect(
      await callAs(simulator(), 'master', 'Sharedel', { gid: 'X', vir_channel_no: 1, share_account: 'a' }),
    ).toEqual({ re: 2 });
  });

  test('10011: a landlord may look too, unless the cloud is strict; 5 for others, an empty list for no shares', async () => {
    expect(await callAs(simulator(), 'landlord', 'ShareList', at(free()))).toEqual({ re: 1, list: [] });
    expect((await callAs(simulator(), 'guest', 'ShareList', at(mastered()))).re).toBe(5);
    expect((await callAs(simulator(), 'otherManager', 'ShareList', at(mastered()))).re).toBe(5);
    expect((await callAs(simulator(), 'manager', 'ShareList', { gid: 'X', vir_channel_no: 1 })).re).toBe(2);
    simulator().faults.set({ strictLandlords: true });
    expect((await callAs(simulator(), 'landlord', 'ShareList', at(free()))).re).toBe(5);
  });
});
