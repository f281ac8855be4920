import { beforeEach, describe, expect, it } from 'vitest';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arrive, arriveMany } from '@/lib/simulator/control/alter-world';
import { timeText } from '@/lib/simulator/world/door-time';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readArchiveState } from '../coverage/state';
import { freshenEvents } from '../feed/freshen';
import { runExclusive } from './store/run-exclusive';
import { syncDoor } from './sync-door';

useDatabase();
const { simulator } = useSimulator();

const clear = () =>
  Promise.all(
    (['event', 'event_who', 'event_stream', 'event_stretch', 'event_door', 'cloud_finding'] as const).map(
      (table) => getDb().deleteFrom(table).execute(),
    ),
  );

beforeEach(async () => {
  simulator().reset();
  await clear();
});

function signIn(name: 'manager' | 'landlord' | 'otherLandlord'): Promise<Scope> {
  const { account, password } = simulator().accounts[name];
  return signInScope(account, password, name === 'manager' ? 'manager' : 'landlord');
}

type Listed = { gid: string; type: number; time: string; account: string | null; code: string | null };
const word = ({ gid, type, time, account, code }: Listed) => JSON.stringify([gid, type, time, account, code]);

function inCloud(gids: readonly string[], newest = Number.MAX_SAFE_INTEGER): string[] {
  return gids
    .flatMap((gid) => {
      const door = simulator().cloud.world.doors.get(gid);
      return (door?.events.list(null) ?? []).slice(-newest).map((event) =>
        word({
          gid,
          type: event.type,
          time: timeText(event.at, door?.timezone ?? 0),
          account: event.account ?? null,
          code: event.codeName || null,
        }),
      );
    })
    .sort();
}

async function inArchive(scope: Scope): Promise<string[]> {
  const rows = await selectNamedEvents(getDb())
    .select(['gid', 'type', 'time_text as time', 'account', 'code_name as code'])
    .where('event.workspace_id', '=', scope.workspaceId)
    .execute();
  return rows.map(word).sort();
}

const doorsOf = (scope: Scope) => [...new Set(scope.channels.map(({ gid }) => gid))];

describe("reading a cloud's events", () => {
  it.each([
    ['newest first', {}],
    ['oldest first', { eventOrder: 'oldest-first' }],
    ['in pages of seven, numbered from 0', { pageSize: 7, firstRecord: 0 }],
    ['with pages turned around', { reversedPages: true, pageSize: 50 }],
    ['with numbers as texts and lists as objects', { numberStrings: true, listShape: 'object' }],
  ] as const)('keeps the newest records of every door: %s', async (_, settings) => {
    simulator().faults.set(settings);
    const scope = await signIn('manager');
    expect(await freshenEvents(scope)).toMatchObject({ errorCode: null });
    expect(await inArchive(scope)).toEqual(inCloud(doorsOf(scope)));
    expect(await freshenEvents(scope, { anyway: true })).toMatchObject({ added: 0, errorCode: null });
  });

  it('takes in what arrives between pages, twins and all, and nothing twice', async () => {
    simulator().faults.set({ arrivalsPerPage: 3, pageSize: 40 });
    const scope = await signIn('manager');
    const [gid = ''] = doorsOf(scope);
    await freshenEvents(scope, { doors: [gid] });
    const twins = Array.from({ length: 3 }, () => ({ type: 5, secondsAgo: 0 }));
    arrive(simulator().cloud, gid, twins);
    simulator().faults.set({ arrivalsPerPage: 0 });
    await freshenEvents(scope, { doors: [gid], anyway: true });
    const archived = await inArchive(scope);
    expect(archived).toEqual(inCloud([gid], archived.length));
  });

  it('keeps what was read when a page fails, says so, and goes on from there', async () => {
    simulator().faults.set({ pageSize: 30 });
    const scope = await signIn('manager');
    const [gid = ''] = doorsOf(scope);
    simulator().faults.next({ effect: 'garbage', call: 'GetAkeysHis', gid, skip: 6, times: 40 });
    const broken = await freshenEvents(scope, { doors: [gid] });
    expect(broken.errorCode).toBe('cloud-garbled');
    const kept = await inArchive(scope);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept).toEqual(inCloud([gid], kept.length));
    simulator().faults.clear();
    await freshenEvents(scope, { doors: [gid], anyway: true });
    expect(await inArchive(scope)).toEqual(inCloud([gid]));
  });

  it.each(['manager', 'landlord'] as const)(
    'keeps the last state of a door when it is stopped: %s',
    async (who) => {
      const scope = await signIn(who);
      const [gid = ''] = doorsOf(scope);
      const stopped = () => syncDoor(scope, gid, { priority: 'background', signal: AbortSignal.abort() });
      const state = async () => (await readArchiveState(scope)).find((door) => door.gid === gid);
      expect(await stopped()).toMatchObject({ added: 0, errorCode: 'cloud-aborted' });
      expect(await state()).toMatchObject({ lastReadAt: null, errorCode: null });
      await syncDoor(scope, gid, { priority: 'background' });
      const before = await state();
      expect(before).toMatchObject({ lastReadAt: expect.any(String), errorCode: null });
      expect(await stopped()).toMatchObject({ errorCode: 'cloud-aborted' });
      expect(await state()).toEqual(before);
    },
  );

  it('waits for an entry that cannot be read to become one that can, and goes on past one that stays', async () => {
    const scope = await signIn('manager');
    const [gid = ''] = doorsOf(scope);
    const read = () => freshenEvents(scope, { doors: [gid], anyway: true });
    const longSince = () =>
      getDb()
        .updateTable('event_stream')
        .set({ blank_since: new Date(Date.now() - 60_000) })
        .where('blank_since', 'is not', null)
        .execute();
    simulator().faults.set({ blankEvery: 1 });
    await read();
    await longSince();
    expect(await read()).toMatchObject({ added: 0, errorCode: 'cloud-nonsense' });

    const events = simulator().cloud.world.doors.get(gid)?.events.list(null) ?? [];
    const second = ({ at }: { at: number }) => Math.floor(at / 1_000);
    const blankEvery = second(events[Math.floor(events.length / 2)] ?? { at: 0 });
    const blanks = events.filter((event) => second(event) === blankEvery).length;
    expect(blanks).toBeGreaterThan(0);
    simulator().faults.set({ blankEvery, pageSize: 30 });
    expect((await read()).errorCode).toBe('cloud-nonsense');
    simulator().faults.set({ blankEvery: null });
    expect((await read()).errorCode).toBeNull();
    expect(await inArchive(scope)).toEqual(inCloud([gid]));

    await clear();
    simulator().faults.set({ blankEvery });
    expect((await read()).errorCode).toBe('cloud-nonsense');
    await longSince();
    expect((await read()).errorCode).toBeNull();
    const blank = word({ gid, type: -1, time: '', account: null, code: null });
    const archived = await inArchive(scope);
    expect(archived).toHaveLength(events.length);
    expect(archived.filter((text) => text === blank)).toHaveLength(blanks);
    const listed = new Set(inCloud([gid]));
    expect(archived.filter((one) => one !== blank).every((one) => listed.has(one))).toBe(true);
    expect(await read()).toMatchObject({ added: 0, errorCode: null });
  });

  it('joins up again after much has arrived', async () => {
    const scope = await signIn('manager');
    const [gid = ''] = doorsOf(scope);
    await freshenEvents(scope, { doors: [gid] });
    arriveMany(simulator().cloud, gid, 450);
    await freshenEvents(scope, { doors: [gid], anyway: true });
    const archived = await inArchive(scope);
    expect(archived).toEqual(inCloud([gid], archived.length));
  });

  it('asks room by room where the cloud wants a channel, and remembers it for this cloud', async () => {
    simulator().faults.set({ wholeDoor: false });
    const scope = await signIn('landlord');
    await freshenEvents(scope);
    const rooms = await getDb().selectFrom('event').select(['channel', 'attribution']).distinct().execute();
    const flats = scope.channels.map(({ channel }) => channel);
    expect(new Set(rooms.map(({ channel }) => channel))).toEqual(new Set(flats));
    expect(new Set(rooms.map(({ attribution }) => attribution))).toEqual(new Set(['stream']));
    const refused = () =>
      simulator()
        .log()
        .filter((entry) => entry.call === 'GetAkeysHis' && entry.channel === null);
    const before = refused().length;
    const other = await signIn('otherLandlord');
    await freshenEvents(other);
    expect(refused()).toHaveLength(before);
  });

  it('goes over to rooms when a cloud that gave whole doors wants a channel, and has nothing twice', async () => {
    const scope = await signIn('landlord');
    const [gid = ''] = doorsOf(scope);
    await freshenEvents(scope);
    const before = await inArchive(scope);
    simulator().faults.set({ wholeDoor: false });
    await freshenEvents(scope, { anyway: true });
    expect(await inArchive(scope)).toEqual(before);
    const [own] = scope.channels.filter((channel) => channel.gid === gid);
    arrive(simulator().cloud, gid, [{ type: 0, secondsAgo: 0, channel: own?.channel ?? 0 }]);
    await freshenEvents(scope, { anyway: true });
    expect(await inArchive(scope)).toHaveLength(before.length + 1);
    const doors = await readArchiveState(scope);
    expect(doors.every(({ complete }) => complete)).toBe(true);
    expect(doors.reduce((sum, { archived }) => sum + (archived ?? 0), 0)).toBe(before.length + 1);
  });

  it("gives a door's events their rooms from the rooms' own lists", async () => {
    const scope = await signIn('landlord');
    await freshenEvents(scope);
    const rows = await getDb()
      .selectFrom('event')
      .select(['gid', 'channel', 'attribution', 'unit_label'])
      .execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ attribution, unit_label }) => attribution === 'stream' && unit_label !== null)).toBe(
      true,
    );
  });

  it.each(['manager', 'landlord'] as const)(
    'gives a %s no room by lists that are the whole door’s whatever room is asked for',
    async (who) => {
      simulator().faults.set({ roomLists: false });
      await freshenEvents(await signIn(who));
      const byList = () =>
        getDb().selectFrom('event').select('id').where('attribution', '=', 'stream').execute();
      expect(await byList()).toEqual([]);
      await clear();
      simulator().faults.set({ roomLists: true });
      await freshenEvents(await signIn(who), { anyway: true });
      expect((await byList()).length).toBeGreaterThan(0);
    },
  );

  it('writes nothing twice when two readers, of two processes, read the same door side by side', async () => {
    const scope = await signIn('manager');
    const [gid = ''] = doorsOf(scope);
    const options = { priority: 'background' } as const;
    await Promise.all([
      syncDoor(scope, gid, options),
      syncDoor(scope, gid, options),
      syncDoor(scope, gid, options),
    ]);
    expect(await inArchive(scope)).toEqual(inCloud([gid]));
  });

  it('has what had come when a user asked, although another reading of the door was running', async () => {
    const scope = await signIn('manager');
    const [gid = ''] = doorsOf(scope);
    await freshenEvents(scope, { doors: [gid] });
    let end = () => {};
    const other = new Promise<void>((resolve) => {
      end = resolve;
    });
    const reading = runExclusive(`door:${scope.workspaceId}:${gid}`, () => other);
    arrive(simulator().cloud, gid, [{ type: 4, account: 'late@example.test' }]);
    const asked = freshenEvents(scope, { doors: [gid], anyway: true, deep: 'newest' });
    expect(await freshenEvents(scope, { doors: [gid] })).toEqual({ added: 0, errorCode: null });
    end();
    await reading;
    expect(await asked).toEqual({ added: 1, errorCode: null });
    expect(await inArchive(scope)).toEqual(inCloud([gid]));
  });

  it('is done by one reader when several look at once', async () => {
    const scope = await signIn('manager');
    await Promise.all([freshenEvents(scope), freshenEvents(scope), freshenEvents(scope)]);
    expect(await inArchive(scope)).toEqual(inCloud(doorsOf(scope)));
  });
});
