import { beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arriveMany } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { listEvents } from '../../events/data';
import { freshenEvents } from '../../feed/freshen';
import { eventsQuery } from '../../search/schema';
import { syncDoor } from '../sync-door';
import { attributeRoom } from './attribute-by-list';
import { recordCloudFinding } from './list-findings';

useDatabase();
const { simulator } = useSimulator();

let scope: Scope;
let gid: string;

beforeEach(async () => {
  simulator().reset();
  for (const table of ['event', 'event_who', 'event_stream', 'event_stretch', 'event_door'] as const) {
    await getDb().deleteFrom(table).execute();
  }
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  gid = scope.channels[0]?.gid ?? '';
});

function answerWith(list: unknown[], times = 1): void {
  simulator().faults.next({ effect: 'answer', call: 'GetAkeysHis', gid, times, json: { re: 1, list } });
}
const noMore = () =>
  simulator().faults.next({ effect: 'answer', call: 'GetAkeysHis', gid, times: null, json: { re: 2 } });
const shown = async () => (await listEvents(scope, eventsQuery.parse({ door: gid }))).rows;

describe('a cloud that gives strange events', () => {
  it('keeps times that make no sense, unknown types and names of 2,000 characters as they came', async () => {
    const name = `${'很长的名字'.repeat(400)}\u0000\u202E`;
    answerWith([
      { event_type: 2, event_time: '2026-11-20 10:00:02', vkey_name: name },
      { event_type: 77, event_time: 'yesterday, I think' },
      { event_type: 5, event_time: '2026-11-20 10:00:00' },
    ]);
    noMore();
    expect(await freshenEvents(scope, { doors: [gid] })).toMatchObject({ added: 3, errorCode: null });
    const rows = await shown();
    expect(rows.map(({ type }) => type)).toEqual([2, 77, 5]);
    expect(rows[0]?.codeName).toBe(name.replace('\u0000', '\ufffd'));
    expect(rows[1]).toMatchObject({ timeText: 'yesterday, I think', at: null, fit: 'invalid' });
    simulator().faults.clear();
  });

  it('keeps an event without a time where the list has it', async () => {
    answerWith([
      { event_type: 2, event_time: '2026-11-20 10:00:02' },
      { event_type: 3, event_time: '', account: 'timeless@example.test' },
      { event_type: 5, event_time: '2026-11-20 10:00:00' },
    ]);
    noMore();
    expect(await freshenEvents(scope, { doors: [gid] })).toMatchObject({ added: 3, errorCode: null });
    const rows = await shown();
    expect(rows.map(({ type }) => type)).toEqual([2, 3, 5]);
    expect(rows[1]).toMatchObject({ timeText: '', at: null, fit: 'invalid' });
    simulator().faults.clear();
  });

  it('places an event without a readable time next to the one before it, also when no other comes with it', async () => {
    const first = { event_type: 5, event_time: '2026-11-20 10:00:00' };
    const second = { event_type: 2, event_time: '2026-11-20 10:00:02' };
    answerWith([second, first]);
    noMore();
    await freshenEvents(scope, { doors: [gid] });
    simulator().faults.clear();
    answerWith([{ event_type: 77, event_time: '0000-00-00 00:00:00' }, second, first], 2);
    noMore();
    await freshenEvents(scope, { doors: [gid], anyway: true });
    simulator().faults.clear();
    const stored = await getDb().selectFrom('event').select(['type', 'at']).orderBy('place').execute();
    expect(stored.map(({ type }) => type)).toEqual([5, 2, 77]);
    expect(stored[2]?.at).toEqual(stored[1]?.at);
  });

  it("gives an event its room from the room's own list, whatever its time", async () => {
    const own = ['1970-01-01 00:00:07', '2099-01-01 00:00:00', 'yesterday', '2026-11-20 10:00:00'];
    const list = own.map((event_time) => ({ event_type: 3, event_time }));
    answerWith([{ event_type: 5, event_time: '2026-11-20 10:00:09' }, ...list]);
    noMore();
    await syncDoor(scope, gid, { priority: 'background' });
    simulator().faults.clear();
    // Known beforehand, because asking for other rooms would use up the one answer.
    await recordCloudFinding('apart');
    answerWith(list);
    noMore();
    const channel = scope.channels.find((one) => one.gid === gid);
    if (channel) await attributeRoom(scope, channel, { priority: 'background' });
    simulator().faults.clear();
    const rows = await getDb().selectFrom('event').select(['type', 'channel']).orderBy('place').execute();
    const given = rows.filter((row) => row.channel === channel?.channel);
    expect(given.map(({ type }) => type)).toEqual([3, 3, 3, 3]);
    expect(rows).toHaveLength(5);
  });

  it('stores nothing of a page of which one entry is no event, and all of the list once it is whole', async () => {
    const event = { event_type: 5, event_time: '2026-11-20 10:00:00' };
    answerWith([{ event_type: 2, event_time: '2026-11-20 10:00:02' }, null, event]);
    noMore();
    expect(await freshenEvents(scope, { doors: [gid] })).toEqual({ added: 0, errorCode: 'cloud-nonsense' });
    simulator().faults.clear();
    await freshenEvents(scope, { doors: [gid], anyway: true });
    const { total } = await listEvents(scope, eventsQuery.parse({ door: gid }));
    expect(total).toBe(simulator().cloud.world.doors.get(gid)?.events.list(null).length);
  });

  it('keeps true twins as two, and does not make four of them', async () => {
    const twin = { event_type: 0, event_time: '2026-11-20 10:00:00' };
    const list = [{ event_type: 1, event_time: '2026-11-20 10:00:05' }, twin, twin];
    simulator().faults.next({ effect: 'answer', call: 'GetAkeysHis', gid, times: 1, json: { re: 1, list } });
    noMore();
    await freshenEvents(scope, { doors: [gid] });
    simulator().faults.clear();
    answerWith(list);
    noMore();
    await freshenEvents(scope, { doors: [gid], anyway: true });
    expect((await shown()).map(({ type }) => type)).toEqual([1, 0, 0]);
    simulator().faults.clear();
  });

  it('does not take a list for ended that says once in the middle that there are no records', async () => {
    simulator().faults.set({ pageSize: 20 });
    for (const skip of [2, 6])
      simulator().faults.next({
        effect: 'answer',
        call: 'GetAkeysHis',
        gid,
        skip,
        times: 1,
        json: { re: 2 },
      });
    await freshenEvents(scope, { doors: [gid] });
    const { total } = await listEvents(scope, eventsQuery.parse({ door: gid }));
    expect(total).toBe(simulator().cloud.world.doors.get(gid)?.events.list(null).length);
    simulator().faults.clear();
  });

  it('does not believe a cloud that gives the same page for every number', async () => {
    simulator().faults.set({ repeatPages: true, pageSize: 20 });
    const { errorCode } = await freshenEvents(scope, { doors: [gid] });
    expect(errorCode).toBe('cloud-nonsense');
    const ids = (await shown()).map(({ id }) => id);
    expect(ids).toHaveLength(20);
    simulator().faults.clear();
    await freshenEvents(scope, { doors: [gid], anyway: true });
    const { total } = await listEvents(scope, eventsQuery.parse({ door: gid }));
    expect(total).toBe(simulator().cloud.world.doors.get(gid)?.events.list(null).length);
  });

  it.each(['newest-first', 'oldest-first'] as const)(
    'has nothing twice when a list that was read %s runs the other way from then on',
    async (eventOrder) => {
      simulator().faults.set({ eventOrder, pageSize: 20 });
      await freshenEvents(scope, { doors: [gid] });
      const turned = eventOrder === 'newest-first' ? 'oldest-first' : 'newest-first';
      simulator().faults.set({ eventOrder: turned, pageSize: 20 });
      arriveMany(simulator().cloud, gid, 7);
      for (let reading = 0; reading < 2; reading++)
        await freshenEvents(scope, { doors: [gid], anyway: true });
      const { total } = await listEvents(scope, eventsQuery.parse({ door: gid }));
      expect(total).toBe(simulator().cloud.world.doors.get(gid)?.events.list(null).length);
      simulator().faults.clear();
    },
  );

  it('shows the known events and the reason while the cloud is gone', async () => {
    await freshenEvents(scope, { doors: [gid] });
    const before = await shown();
    simulator().faults.next({ effect: 'status', status: 503, call: 'GetAkeysHis', times: null });
    expect((await freshenEvents(scope, { doors: [gid], anyway: true })).errorCode).toMatch(/^cloud-/);
    expect(await shown()).toEqual(before);
    simulator().faults.clear();
  });

  it("computes an event's instant again when its building gets another zone", async () => {
    await freshenEvents(scope, { doors: [gid] });
    const [before] = await shown();
    const buildingName = scope.channels[0]?.buildingName ?? '';
    await getDb()
      .insertInto('building_detail')
      .values({ workspace_id: scope.workspaceId, building_name: buildingName, zone: 'America/New_York' })
      .execute();
    await freshenEvents(scope, { doors: [gid], anyway: true });
    const [after] = await shown();
    expect(after).toMatchObject({ wall: before?.wall, timeText: before?.timeText, zone: 'America/New_York' });
    expect(after?.at).not.toBe(before?.at);
    await getDb().deleteFrom('building_detail').execute();
  });

  it('computes the instants of a further building at the door again when that one gets another zone', async () => {
    await syncDoor(scope, gid, { priority: 'background' });
    const device = scope.channels.find((one) => one.gid === gid);
    const buildingName = 'Annex';
    const at = { gid, channel: device?.channel ?? 0 };
    const moved = scope.channels.map((one) =>
      one.gid === at.gid && one.channel === at.channel ? { ...one, buildingName } : one,
    );
    const shared = { ...scope, channels: moved };
    const { id } = await getDb().selectFrom('event').select('id').limit(1).executeTakeFirstOrThrow();
    await getDb().updateTable('event').set({ building_name: buildingName }).where('id', '=', id).execute();
    await syncDoor(shared, gid, { priority: 'background' });
    await getDb()
      .insertInto('building_detail')
      .values({ workspace_id: scope.workspaceId, building_name: buildingName, zone: 'America/New_York' })
      .execute();
    await syncDoor(shared, gid, { priority: 'background' });
    const stored = await getDb().selectFrom('event').select(['id', 'zone']).execute();
    expect(stored.filter(({ zone }) => zone === 'America/New_York').map((event) => event.id)).toEqual([id]);
    await getDb().deleteFrom('building_detail').execute();
  });

  it('leaves a time that makes no sense next to its neighbour when the building gets another zone', async () => {
    answerWith([
      { event_type: 2, event_time: '2026-11-20 10:00:02' },
      { event_type: 77, event_time: 'yesterday, I think' },
      { event_type: 5, event_time: '2026-11-20 10:00:00' },
      { event_type: 78, event_time: 'before that' },
    ]);
    noMore();
    await freshenEvents(scope, { doors: [gid] });
    const buildingName = scope.channels[0]?.buildingName ?? '';
    await getDb()
      .insertInto('building_detail')
      .values({ workspace_id: scope.workspaceId, building_name: buildingName, zone: 'America/New_York' })
      .execute();
    answerWith([], 9);
    await freshenEvents(scope, { doors: [gid], anyway: true });
    const stored = await getDb()
      .selectFrom('event')
      .select(['type', 'at', 'zone'])
      .orderBy('place', 'desc')
      .execute();
    expect(stored.map(({ at }) => at.toISOString().slice(11, 19))).toEqual([
      '15:00:02',
      '15:00:00',
      '15:00:00',
      '15:00:00',
    ]);
    expect((await shown()).map(({ type }) => type).sort()).toEqual([2, 5, 77, 78]);
    simulator().faults.clear();
    await getDb().deleteFrom('building_detail').execute();
  });
});
