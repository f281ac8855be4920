import { NextRequest } from 'next/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GET as readEvents } from '@/app/api/events/route';
import { defineVerb } from '@/lib/abilities/verb';
import { listEvents } from '@/lib/archive/events/data';
import { eventsQuery } from '@/lib/archive/search/schema';
import { getDb, getPool } from '@/lib/db/client';
import { actionOf } from '@/lib/http/action';
import { defineHandler } from '@/lib/http/route';
import { assignMaster } from '@/lib/masters/mutations';
import { loadRoomPage, roomOptions } from '@/lib/rooms/data';
import { useDatabase } from '@/lib/testing/database';
import { ageDeviceList } from '@/lib/testing/device-list';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { connectOwn } from './connection';
import { credentialOf } from './credential';
import { listWait } from './device-list';
import { doubtCredential } from './doubt';
import { withFreshList } from './read-fresh-list';
import { callerOf, findScope } from './scope';
import { signOut } from './sign-out';
import { findListState } from './standing';
import { renewDueLists } from './watch-device-lists';

useDatabase();
const { simulator } = useSimulator();

let owner: SignedIn;
const asked = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'sign').length;
const age = (minutes: number) => ageDeviceList(getPool(), { minutes });
const renew = async () => Promise.all(await renewDueLists());
const scopeNow = async () => {
  const scope = await owner.as(findScope);
  if (!scope) throw new Error('signed out');
  return scope;
};
const isDown = () => simulator().faults.next({ effect: 'drop-before', call: 'sign', times: null });
const listWaitMs = listWait.ms;
function hangs(ms = 600_000) {
  listWait.ms = 200;
  simulator().faults.next({ effect: 'latency', ms, call: 'sign', times: null });
}
function takeRoomsAway(): { gid: string; channel: number } {
  const [kept] = owner.scope.channels;
  if (!kept) throw new Error('no room');
  const room = { gid: kept.gid, vir_chn_no: kept.channel, gid_type: 1, building_name: 'B', unit_label: '1' };
  simulator().faults.next({ effect: 'answer', json: { re: 1, list: [room] }, call: 'sign', times: null });
  return kept;
}

afterEach(() => {
  listWait.ms = listWaitMs;
});

beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'connection', 'credential_doubt', 'device_list'] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.landlord;
  owner = await signInAs(account, password, 'landlord');
});

describe('a page', () => {
  test('shows a list of up to an hour at once, and says whether it is fresh', async () => {
    hangs();
    const before = asked();
    await age(4.9);
    expect(await scopeNow()).toMatchObject({ listIsFresh: true });
    await age(59);
    expect(await scopeNow()).toMatchObject({ listIsFresh: false });
    expect(asked()).toBe(before);
  });

  test('shows the known list when the cloud does not answer in time, and that call continues', async () => {
    hangs(2_000);
    await age(61);
    const before = asked();
    const scopes = await Promise.all([scopeNow(), scopeNow()]);
    for (const scope of scopes) {
      expect(scope.listIsFresh).toBe(false);
      expect(scope.channels).toEqual(owner.scope.channels);
    }
    await expect.poll(async () => (await scopeNow()).listIsFresh, { timeout: 20_000 }).toBe(true);
    expect(asked()).toBe(before + 1);
  });

  test('of a room says that its events wait for the list', async () => {
    await age(6);
    const scope = await scopeNow();
    const [room] = await roomOptions(scope);
    if (!room) throw new Error('no room');
    const { latest, elsewhere, eventGaps } = await loadRoomPage(scope, room);
    expect({ events: latest.events, elsewhere }).toEqual({ events: [], elsewhere: [] });
    expect(eventGaps).toMatchObject({ failed: eventGaps.rooms, code: 'cloud-list-outdated' });
  });

  test('learns that the list changed, was read again or failed', async () => {
    const version = async () => (await owner.as(findListState))?.version;
    const fresh = await version();
    await age(4);
    await renew();
    expect(await version()).toBe(fresh);
    await age(6);
    const old = await version();
    isDown();
    await renew();
    const failed = await version();
    simulator().faults.clear();
    await age(6);
    takeRoomsAway();
    await renew();
    expect(new Set([fresh, old, failed, await version()]).size).toBe(4);
  });
});

describe('in the background, a list', () => {
  test('is read again at three minutes, and a minute after a failure', async () => {
    await age(2.9);
    expect(await renewDueLists()).toHaveLength(0);
    await age(3.1);
    isDown();
    expect(await renew()).toHaveLength(1);
    expect(await renewDueLists()).toHaveLength(0);
    simulator().faults.clear();
    await age(4.1);
    await renew();
    expect(await scopeNow()).toMatchObject({ listIsFresh: true });
    expect(await renewDueLists()).toHaveLength(0);
  });

  test('is read for a connection, and for no other signed-out account', async () => {
    await age(4);
    await signOut(owner.token, { tellCloud: false });
    expect(await renewDueLists()).toHaveLength(0);
    await connectOwn(getDb(), callerOf(owner.scope));
    expect(await renew()).toHaveLength(1);
  });

  test('is not read with a password in doubt', async () => {
    await age(4);
    await doubtCredential(credentialOf(owner.scope.account, callerOf(owner.scope).password), {
      role: 'landlord',
    });
    expect(await renewDueLists()).toHaveLength(0);
  });
});

describe('without a fresh list', () => {
  const change = actionOf(
    defineVerb({
      name: 'test.change',
      input: z.object({ gid: z.string() }),
      freshList: true,
      ability: (scope, { gid }) => (scope.channels.some((one) => one.gid === gid) ? null : 'not-found'),
      run: async () => 'changed',
    }),
  );
  const exportRooms = defineHandler({
    query: z.object({}),
    audit: () => ({ action: 'test.export', subject: '' }),
    run: async ({ scope }) => scope.channels.length,
  });
  const fetchExport = () =>
    owner.as(() =>
      exportRooms(new Request('http://doordesk.test/api/test/export'), { params: Promise.resolve({}) }),
    );
  const fetchEvents = () =>
    owner.as(() =>
      readEvents(new NextRequest('http://doordesk.test/api/events'), { params: Promise.resolve({}) }),
    );

  test('a change, an export and events read it first', async () => {
    const gone = owner.scope.channels.find(({ gid }) => gid !== owner.scope.channels[0]?.gid);
    if (!gone) throw new Error('no second door');
    takeRoomsAway();
    await age(6);
    expect(await owner.as(() => change({ gid: gone.gid }))).toEqual({ ok: false, code: 'not-found' });
    await age(6);
    expect(await (await fetchExport()).json()).toBe(1);
    await age(6);
    expect((await fetchEvents()).status).toBe(200);
    expect((await scopeNow()).channels).toHaveLength(1);
  });

  test.each([
    ['fails', isDown],
    ['hangs', hangs],
  ])('nothing is changed, exported or shown while the cloud %s', async (_what, fail) => {
    fail();
    await age(6);
    const [at] = owner.scope.channels;
    const outdated = { ok: false, code: 'cloud-list-outdated' };
    expect(await owner.as(() => change({ gid: at?.gid ?? '' }))).toEqual(outdated);
    for (const refused of [await fetchExport(), await fetchEvents()]) {
      expect(refused.status).toBe(503);
      expect(await refused.json()).toEqual({ error: 'cloud-list-outdated' });
    }
    const scope = await scopeNow();
    await expect(listEvents(scope, eventsQuery.parse({}))).rejects.toMatchObject({
      code: 'cloud-list-outdated',
    });
    expect(await withFreshList(scope)).toBe(scope);
  });

  test('no change is sent, by any way', async () => {
    await age(6);
    const [at] = owner.scope.channels;
    if (!at) throw new Error('no room');
    const room = simulator().cloud.world.findRoom(at.gid, at.channel);
    if (room) room.master = null;
    const sent = () =>
      simulator()
        .log()
        .filter(({ call }) => call === 'Authowner').length;
    const before = sent();
    const outcome = await assignMaster(owner.scope, at, { master: 'guest@harbor.example' });
    expect(outcome).toEqual({ state: 'failed', code: 'cloud-list-outdated' });
    expect(sent()).toBe(before);
  });
});
