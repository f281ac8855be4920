import { beforeEach, describe, expect, test } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { listShares } from './data';
import { addShare, lookForShare, removeShare } from './mutations';
import { sharesQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

let master: Scope;
let at: { gid: string; channel: number };
const subMaster = 'lodger@harbor.example';

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
  const { account, password } = simulator().accounts.master;
  master = await signInScope(account, password, 'landlord');
  const [own] = master.channels;
  if (!own) throw new Error('the master has no room');
  at = own;
  room().shares = [];
});

describe('sharing', () => {
  test('is verified when the list shows the sub-master', async () => {
    expect(await addShare(master, at, { subMaster })).toMatchObject({ state: 'verified' });
    expect(room().shares).toEqual([subMaster]);
    const { rows } = await listShares(master, sharesQuery.parse({ q: 'lodger' }));
    expect(rows).toMatchObject([{ account: subMaster, doors: [{ gid: at.gid, channel: at.channel }] }]);
  });

  test('of a room that is already shared is no failure', async () => {
    room().shares = [subMaster];
    expect(await addShare(master, at, { subMaster })).toMatchObject({ state: 'verified', already: true });
  });

  test.each([
    ['drop-before', 'failed'],
    ['drop-after', 'verified'],
  ] as const)('whose answer was lost (%s) is read back: %s', async (effect, state) => {
    simulator().faults.next({ effect, call: 'ShareAdd' });
    expect(await addShare(master, at, { subMaster })).toMatchObject({ state });
    expect(calls('ShareAdd')).toBe(1);
  });

  test.each([
    [2, 'refused-failure'],
    [3, 'refused-missing-parameter'],
    [4, 'refused-wrong-credentials'],
    [5, 'refused-not-master'],
    [6, 'refused-wrong-account'],
  ] as const)('refused with %i says %s', async (re, code) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'ShareAdd' });
    expect(await addShare(master, at, { subMaster })).toMatchObject({ state: 'failed', code });
  });
});

describe('revoking a share', () => {
  beforeEach(() => {
    room().shares = [subMaster];
  });

  test('is verified when the list does not show it any more', async () => {
    expect(await removeShare(master, at, { subMaster })).toMatchObject({ state: 'verified' });
    expect(room().shares).toEqual([]);
  });

  test('that is already gone is no failure', async () => {
    room().shares = [];
    expect(await removeShare(master, at, { subMaster })).toMatchObject({ state: 'verified', already: true });
  });

  test('refused as "no such share" while the list still shows it has failed', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 7 }, call: 'Sharedel' });
    expect(await removeShare(master, at, { subMaster })).toMatchObject({
      state: 'failed',
      code: 'refused-no-such-share',
    });
  });

  test('is unknown when neither the answer nor the list comes', async () => {
    simulator().faults.next({ effect: 'drop-after', call: 'Sharedel' });
    simulator().faults.next({ effect: 'drop-before', call: 'ShareList', times: null });
    expect(await removeShare(master, at, { subMaster })).toMatchObject({
      state: 'unknown',
      code: 'cloud-dropped',
    });
  });

  test.each([
    ['drop-before', 'failed'],
    ['drop-after', 'verified'],
  ] as const)('whose answer was lost (%s) is read back: %s', async (effect, state) => {
    simulator().faults.next({ effect, call: 'Sharedel' });
    expect(await removeShare(master, at, { subMaster })).toMatchObject({ state });
    expect(calls('Sharedel')).toBe(1);
  });

  test('looking back after an interruption changes nothing', async () => {
    expect(await lookForShare(master, at, { subMaster, listed: false })).toMatchObject({ state: 'failed' });
    expect(calls('Sharedel')).toBe(0);
  });
});
