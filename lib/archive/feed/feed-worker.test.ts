import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkDoubts } from '@/lib/auth/check-doubts';
import { connectOwn } from '@/lib/auth/connection';
import { callerOf } from '@/lib/auth/scope';
import { signOut } from '@/lib/auth/sign-out';
import { pauseConnection, removeConnection, resumeConnection } from '@/lib/connections/verbs';
import { getDb } from '@/lib/db/client';
import { arriveMany } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readArchiveState } from '../coverage/state';
import { startFeeder, stopFeeder } from './feed-worker';
import { livingHolders } from './find-holders';

useDatabase();
const { simulator } = useSimulator();

let person: SignedIn;

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('session').execute();
  await getDb().deleteFrom('connection').execute();
  await getDb().deleteFrom('credential_doubt').execute();
  const { account, password } = simulator().accounts.manager;
  person = await signInAs(account, password, 'manager');
});
afterEach(stopFeeder);

const connection = () => getDb().selectFrom('connection').selectAll().executeTakeFirstOrThrow();

const patience = { timeout: 60_000, interval: 100 };
const inCloud = (gid: string) => simulator().cloud.world.doors.get(gid)?.events.list(null).length;
const state = () => readArchiveState(person.scope);
const asked = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'GetAkeysHis').length;

describe('the feeder of the archive', () => {
  it('brings every door of who is signed in to its first record, with no page opened, and what arrives', async () => {
    startFeeder();
    await vi.waitFor(
      async () => expect((await state()).every(({ complete }) => complete)).toBe(true),
      patience,
    );
    for (const { gid, archived } of await state()) expect(archived).toBe(inCloud(gid));
    const [{ gid } = { gid: '' }] = await state();
    arriveMany(simulator().cloud, gid, 5);
    await getDb().updateTable('event_door').set({ looked_at: new Date() }).execute();
    await vi.waitFor(async () => {
      const door = (await state()).find((one) => one.gid === gid);
      expect(door?.archived).toBe(inCloud(gid));
    }, patience);
  }, 120_000);

  it('goes on signed out with a connection, not while that is paused, and no more once it is removed', async () => {
    await connectOwn(getDb(), callerOf(person.scope));
    const ctx = { scope: person.scope };
    const input = { id: (await connection()).id };
    await signOut(person.token, { tellCloud: false });
    startFeeder();
    await vi.waitFor(
      async () => expect((await state()).every(({ complete }) => complete)).toBe(true),
      patience,
    );
    expect(await pauseConnection({ ctx, input })).toMatchObject({ ok: true });
    expect(await livingHolders()).toEqual(new Map());
    expect(await resumeConnection({ ctx, input })).toMatchObject({ ok: true });
    expect((await livingHolders()).size).toBe(1);
    expect(await removeConnection({ ctx, input })).toMatchObject({ ok: true });
    expect(await connection()).toMatchObject({ state: 'none', sealed_password: null });
    await stopFeeder();
    const before = asked();
    startFeeder();
    // A second look begins only after the first, when no session is left.
    await stopFeeder();
    expect(asked()).toBe(before);
  }, 120_000);

  it('rests while a password is in doubt, and keeps one sealed that the cloud refuses for good', async () => {
    await connectOwn(getDb(), callerOf(person.scope));
    await signOut(person.token, { tellCloud: false });
    await getDb()
      .updateTable('device_list')
      .set({ read_at: new Date(0), tried_at: new Date(0) })
      .execute();
    simulator().faults.next({ effect: 'answer', call: 'sign', times: null, json: { re: 2 } });
    startFeeder();
    await vi.waitFor(async () => {
      const doubts = await getDb().selectFrom('credential_doubt').select('refused_checks').execute();
      expect(doubts).toEqual([{ refused_checks: 1 }]);
    }, patience);
    expect(await livingHolders()).toEqual(new Map());
    const before = simulator().log().length;
    for (const minutes of [5.5, 11]) await checkDoubts({ now: new Date(Date.now() + minutes * 60_000) });
    expect(simulator().log().length).toBe(before + 2);
    const row = await connection();
    expect(row.state).toBe('parked');
    expect(row.sealed_password).not.toBeNull();
    expect(await livingHolders()).toEqual(new Map());
    simulator().faults.clear();
  }, 120_000);
});
