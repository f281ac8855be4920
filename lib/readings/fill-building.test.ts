import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Scope, scopeOfSession } from '@/lib/auth/scope';
import { endSessions } from '@/lib/auth/session';
import {
  addConnectionAction,
  pauseConnectionAction,
  removeConnectionAction,
} from '@/lib/connections/actions';
import { getDb } from '@/lib/db/client';
import {
  addBuilding,
  changeAccount,
  putCode,
  setLandlord,
  setMaster,
} from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { confirmed, signInAs, signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { type FillOptions, type FillProgress, fillBuilding } from './fill-building';
import { staleFacts } from './find-stale';
import { takeLease } from './lease';
import { readMaster, refreshRoom } from './refresh-room';

const { db } = useDatabase();
const { simulator } = useSimulator({ size: { buildings: 1, flats: 2, days: 1, visitsPerDay: 1 } });

let building = '';
let scope: Scope;
beforeEach(async () => {
  simulator().faults.clear();
  simulator().faults.set({ latencyMs: 0, maxAtOnce: null });
  building = `House ${crypto.randomUUID()}`;
  addBuilding(simulator().cloud, {
    name: building,
    rooms: 12,
    doors: 2,
    timezone: 8,
    visitsPerDay: 1,
    days: 1,
  });
  await db().deleteFrom('device_list').execute();
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
});

const channels = () => scope.channels.filter((channel) => channel.buildingName === building);
function fill(options: Partial<FillOptions> = {}) {
  const reported: FillProgress[] = [];
  const end = fillBuilding(scope, building, {
    signal: new AbortController().signal,
    onProgress: (progress) => reported.push(progress),
    ...options,
  });
  return { reported, end };
}
const callsMade = () =>
  simulator()
    .log()
    .filter((entry) => entry.call.startsWith('Get') || entry.call === 'ShareList');

describe('a building that no one has viewed', () => {
  it('is read completely with progress for each room, and not again while it is fresh', async () => {
    const { reported, end } = fill();
    expect(await end).toEqual({ state: 'complete' });
    expect(reported[0]).toMatchObject({ done: 0, total: 12 });
    expect(reported.at(-1)).toMatchObject({ done: 12, total: 12 });
    expect(await staleFacts(scope, building)).toEqual([]);
    const made = callsMade().length;
    expect(await fill().end).toEqual({ state: 'complete' });
    expect(callsMade()).toHaveLength(made);
  });

  it('shows what the cloud has', async () => {
    const [first] = channels();
    if (!first) throw new Error('no channel');
    setMaster(simulator().cloud, first, 'guest@harbor.example');
    await fill().end;
    const reading = await getDb()
      .selectFrom('master_reading')
      .select(['state', 'master'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('gid', '=', first.gid)
      .where('channel', '=', first.channel)
      .executeTakeFirst();
    expect(reading).toEqual({ state: 'ok', master: 'guest@harbor.example' });
  });

  it('is read once by two people who look at the same time', async () => {
    simulator().faults.set({ latencyMs: 20 });
    const before = callsMade().length;
    const ends = await Promise.all([fill().end, fill().end]);
    expect(ends).toEqual([{ state: 'complete' }, { state: 'complete' }]);
    // Twelve flats at two doors with three facts each. Learning about lists may cost a few more calls.
    expect(callsMade().length - before).toBeLessThan(72 + 30);
  });

  it('continues where a reader that died stopped', async () => {
    await takeLease(scope.workspaceId, building);
    await db()
      .updateTable('fill_lease')
      .set({ expires_at: new Date(0) })
      .execute();
    expect(await fill().end).toEqual({ state: 'complete' });
  });

  it('stops when no one looks any more, and keeps what was read', async () => {
    simulator().faults.set({ latencyMs: 400 });
    const gone = new AbortController();
    const { end } = fill({
      signal: gone.signal,
      onProgress: ({ done }) => {
        if (done > 0) gone.abort();
      },
    });
    expect(await end).toEqual({ state: 'aborted' });
    const left = await staleFacts(scope, building);
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(72);
    expect(await db().selectFrom('fill_lease').selectAll().execute()).toEqual([]);
    simulator().faults.set({ latencyMs: 0 });
    expect(await fill().end).toEqual({ state: 'complete' });
  });

  it('gives way to a person', async () => {
    simulator().faults.set({ latencyMs: 60 });
    const { end } = fill();
    const [first] = channels();
    if (!first) throw new Error('no channel');
    // The fill takes every slot before the person's call comes.
    while (simulator().stats().inFlight === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await readMaster(scope, first);
    expect((await staleFacts(scope, building)).length).toBeGreaterThan(0);
    await end;
  });
});

describe('a cloud in trouble', () => {
  it('that does not answer ends the fill with the reason and leaves what was known', async () => {
    await fill().end;
    await db()
      .updateTable('master_reading')
      .set({ tried_at: new Date(0) })
      .execute();
    simulator().faults.next({ effect: 'status', status: 503, times: null });
    expect(await fill().end).toMatchObject({ state: 'stalled', errorCode: 'cloud-unavailable' });
    const rows = await db()
      .selectFrom('master_reading')
      .select(['state', 'read_at', 'master'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('state', '=', 'failed')
      .execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.read_at !== null)).toBe(true);
  });

  it('that answers for none of a few rooms says so at the end, and on the next view', async () => {
    await fill().end;
    const [room] = channels();
    if (!room) throw new Error('no channel');
    await db()
      .updateTable('master_reading')
      .set({ tried_at: new Date(0) })
      .where('gid', '=', room.gid)
      .where('channel', '=', room.channel)
      .execute();
    simulator().faults.next({ effect: 'garbage', call: 'GetMainer', times: null });
    expect(await fill().end).toMatchObject({ state: 'complete', errorCode: 'cloud-garbled' });
    expect(await fill().end).toMatchObject({ state: 'complete', errorCode: 'cloud-garbled' });
    simulator().faults.clear();
    expect(await fill({ retry: true }).end).toEqual({ state: 'complete' });
  });

  it('that refuses the password is not asked for each room', async () => {
    const { account, password } = simulator().accounts.manager;
    changeAccount(simulator().cloud, account, { password: 'changed elsewhere' });
    const before = callsMade().length;
    expect(await fill().end).toMatchObject({ state: 'stalled', errorCode: 'refused-wrong-credentials' });
    expect(callsMade().length - before).toBeLessThanOrEqual(32);
    changeAccount(simulator().cloud, account, { password });
  });

  it('whose refusal is an answer is not asked again every minute', async () => {
    simulator().faults.set({ strictManagers: true });
    expect(await fill().end).toEqual({ state: 'complete' });
    const states = await db()
      .selectFrom('share_reading')
      .select(['state', 'error_code'])
      .where('workspace_id', '=', scope.workspaceId)
      .where(
        'gid',
        'in',
        channels().map(({ gid }) => gid),
      )
      .execute();
    expect(new Set(states.map((row) => `${row.state} ${row.error_code}`))).toEqual(
      new Set(['refused refused-not-master']),
    );
    await db()
      .updateTable('share_reading')
      .set({ tried_at: new Date(Date.now() - 3600_000) })
      .execute();
    expect((await staleFacts(scope, building)).some(({ fact }) => fact === 'shares')).toBe(false);
  });

  it('that fails once for a room is asked once more', async () => {
    simulator().faults.next({ effect: 'garbage', call: 'GetMainer', times: 1 });
    expect(await fill().end).toEqual({ state: 'complete' });
    expect(await staleFacts(scope, building, true)).toEqual([]);
  });
});

const tomorrow = { from: { date: 20991124, time: 90_000 }, to: { date: 20991124, time: 120_000 } };

describe('a flat', () => {
  it('is read at all its doors, with all pages of its doorcodes', async () => {
    const [first] = channels();
    if (!first) throw new Error('no channel');
    const flat = channels().filter((channel) => channel.roomKey === first.roomKey);
    expect(flat).toHaveLength(2);
    simulator().faults.set({ pageSize: 2 });
    for (let code = 0; code < 5; code++) {
      putCode(simulator().cloud, {
        gid: first.gid,
        channel: first.channel,
        creator: scope.account,
        name: `Code ${code}`,
        ...tomorrow,
      });
    }
    await refreshRoom(scope, first.roomKey);
    const codes = await db()
      .selectFrom('doorcode')
      .select('name')
      .where('workspace_id', '=', scope.workspaceId)
      .where('gid', '=', first.gid)
      .where('channel', '=', first.channel)
      .where('gone_at', 'is', null)
      .execute();
    expect(codes.filter(({ name }) => name.startsWith('Code'))).toHaveLength(5);
    simulator().faults.set({ pageSize: 200 });
  });

  it('of another account is not asked about', async () => {
    const before = callsMade().length;
    await refreshRoom(scope, 'no room of mine');
    expect(callsMade()).toHaveLength(before);
  });
});

describe('a connection that stops during a fill', () => {
  it.each([pauseConnectionAction, removeConnectionAction])(
    '%# is asked nothing more, though its account is used elsewhere',
    async (stop) => {
      const { landlord, otherLandlord } = simulator().accounts;
      const name = `Tall house ${crypto.randomUUID()}`;
      const rooms = { name, rooms: 80, doors: 1, timezone: 8, visitsPerDay: 0, days: 1 };
      for (const [index, { door, channel }] of addBuilding(simulator().cloud, rooms).entries())
        setLandlord(
          simulator().cloud,
          { gid: door.gid, channel },
          (index < 10 ? landlord : otherLandlord).account,
        );
      const owner = await confirmed(await signInAs(landlord.account, landlord.password, 'landlord'));
      const elsewhere = await signInScope(otherLandlord.account, otherLandlord.password, 'landlord');
      expect(await owner.as(() => addConnectionAction({ ...otherLandlord, role: 'landlord' }))).toMatchObject(
        { ok: true },
      );
      const both = await scopeOfSession(owner.scope.sessionId);
      const id = both?.callers.find(({ account }) => account === otherLandlord.account)?.connectionId;
      if (!both || !id) throw new Error('it is not connected');
      const theirs = () =>
        simulator()
          .log()
          .filter(({ account, call }) => account === otherLandlord.account && call !== 'sign').length;

      simulator().faults.next({
        effect: 'latency',
        ms: 60_000,
        account: otherLandlord.account,
        times: null,
      });
      const end = fillBuilding(both, name, { signal: new AbortController().signal, onProgress: () => {} });
      await vi.waitFor(() => expect(simulator().stats().inFlight).toBeGreaterThan(0), 10_000);
      expect(await owner.as(() => stop({ id }))).toMatchObject({ ok: true });
      const [asked, held] = [theirs(), simulator().stats().inFlight];
      simulator().faults.clear();
      expect(await end).toEqual({ state: 'complete' });
      expect(theirs() - asked).toBeLessThanOrEqual(held);
      const states = db().selectFrom('master_reading').select('state');
      const kept = await states.where('workspace_id', '=', both.workspaceId).execute();
      expect(kept.length).toBeGreaterThanOrEqual(10);
      expect(kept.every(({ state }) => state === 'ok')).toBe(true);
      // There it goes on.
      expect(
        await fillBuilding(elsewhere, name, { signal: new AbortController().signal, onProgress: () => {} }),
      ).toEqual({ state: 'complete' });
      expect(theirs() - asked).toBeGreaterThan(140);
    },
  );
});

describe('a session that ended', () => {
  it('stops the fill within a second, whichever request started it', async () => {
    simulator().faults.set({ latencyMs: 700 });
    const { end } = fill();
    await endSessions(getDb(), { ids: [scope.sessionId], reason: 'signed-out' });
    expect(await end).toEqual({ state: 'aborted' });
    expect((await staleFacts(scope, building)).length).toBeGreaterThan(0);
    expect(await db().selectFrom('fill_lease').selectAll().execute()).toEqual([]);
  });

  it('leaves nothing to be asked with its password', async () => {
    const gone = new AbortController();
    gone.abort();
    const before = callsMade().length;
    expect(await fill({ signal: gone.signal }).end).toEqual({ state: 'aborted' });
    expect(callsMade()).toHaveLength(before);
  });
});
