import { beforeAll, describe, expect, it } from 'vitest';
import { cutLists, type Lists } from '@/lib/auth/cut-lists';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { BuildingCapability, Grants } from '@/lib/db/tables/members';
import { startOfDay } from '@/lib/devices/time-zone';
import { readZones } from '@/lib/devices/zones';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readArchiveState } from '../coverage/state';
import { countEvents, streamEvents } from '../events/data';
import { freshenEvents } from '../feed/freshen';
import { readDoorHealth } from '../health/data';
import { eventFacets } from '../search/facets';
import { eventsQuery } from '../search/schema';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let own: string;
let other: string;
/** Doors whose events a test gave to the other building. */
const moved = new Set<string>();
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  await freshenEvents(manager.scope);
  [own = '', other = ''] = [...new Set(manager.scope.channels.map(({ buildingName }) => buildingName))];
});

async function memberOf(...capabilities: BuildingCapability[]): Promise<Scope> {
  const { workspaceId } = manager.scope;
  const member = await memberIn({ workspaceId, grants: { buildings: [{ name: own, capabilities }] } });
  return member.scope;
}

type Seen = { gid: string; building: string; at: number };

async function seenBy(scope: Scope): Promise<Seen[]> {
  const seen: Seen[] = [];
  for await (const { gid, buildingName, at } of streamEvents(scope, eventsQuery.parse({})))
    seen.push({ gid, building: buildingName, at: new Date(at ?? 0).getTime() });
  return seen;
}

describe('the archive, as a member sees it', () => {
  it('holds the events of their buildings, in lists, counts and choices, and no others', async () => {
    const all = await seenBy(manager.scope);
    const scope = await memberOf('events');
    const mine = await seenBy(scope);
    expect(mine.length).toBeGreaterThan(0);
    expect(mine).toEqual(all.filter(({ building }) => building === own));
    expect(all.length).toBeGreaterThan(mine.length);
    const query = eventsQuery.parse({});
    expect(await countEvents(scope, query)).toMatchObject({ total: mine.length });
    const facets = await eventFacets(scope, query);
    expect(JSON.stringify(facets)).not.toContain(other);
    const doors = (await readArchiveState(scope)).map(({ gid }) => gid);
    expect(doors.sort()).toEqual(gidsOf(scope).sort());
    for (const { archived, complete } of await readArchiveState(scope))
      expect([archived, complete]).not.toContain(null);
  });

  it('is empty without the capability, also of doors whose building they see', async () => {
    const scope = await memberOf('doorcodes', 'people');
    expect(scope.channels.length).toBeGreaterThan(0);
    expect(await seenBy(scope)).toEqual([]);
    expect(await readArchiveState(scope)).toEqual([]);
  });

  it('begins at the building’s midnight where only today may be seen', async () => {
    const scope = await memberOf('events-of-today');
    const zones = await readZones(scope.workspaceId);
    const midnight = startOfDay(databaseDate(), zones.ofBuilding(own)).getTime();
    expect(scope.todayStarts.get(own)?.getTime()).toBe(midnight);
    // Not 0: the events of other days are not counted for them.
    const hidden = { archived: null, removed: null, complete: null, gaps: null, oldest: null, newest: null };
    const doors = await readArchiveState(scope);
    expect(doors.length).toBeGreaterThan(0);
    for (const door of doors) expect(door).toMatchObject(hidden);
    for (const door of await readDoorHealth(scope))
      expect(door).toMatchObject({ archived: null, complete: null, gaps: null, silent: false });
    // One event a second before midnight, and one at midnight.
    const { id } = await getDb()
      .selectFrom('event')
      .select('id')
      .where('workspace_id', '=', scope.workspaceId)
      .where('gid', '=', gidsOf(scope)[0] ?? '')
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    for (const [at, visible] of [
      [midnight - 1_000, false],
      [midnight, true],
    ] as const) {
      await getDb()
        .updateTable('event')
        .set({ at: new Date(at) })
        .where('id', '=', id)
        .execute();
      expect((await seenBy(scope)).some((one) => one.at === at)).toBe(visible);
    }
  });

  it('keeps apart the events of a door that serves two buildings, whatever else they may see in the other one', async () => {
    const { channels, cameras } = manager.scope;
    const gid = channels.find(({ buildingName }) => buildingName === own)?.gid ?? '';
    const first = channels.find((channel) => channel.gid === gid);
    const lists = {
      workspaceId: manager.scope.workspaceId,
      channels: channels.map((one) => (one === first ? { ...one, buildingName: other } : one)),
      cameras,
    };
    moved.add(gid);
    await getDb().updateTable('event').set({ building_name: other }).where('gid', '=', gid).execute();
    const foreign = async (grants: Partial<Grants>) => {
      const { scope } = await memberIn({ workspaceId: manager.scope.workspaceId, grants });
      const seen = await seenBy({ ...scope, ...cutLists(lists, scope) });
      return seen.filter(({ building }) => building === other);
    };
    const events = { name: own, capabilities: ['events' as const] };
    expect(await foreign({ buildings: [events] })).toEqual([]);
    expect(await foreign({ buildings: [events, { name: other, capabilities: ['doorcodes'] }] })).toEqual([]);
    expect(await foreign({ everywhere: ['people'], buildings: [events] })).toEqual([]);
    const today = await foreign({ buildings: [events, { name: other, capabilities: ['events-of-today'] }] });
    const zones = await readZones(manager.scope.workspaceId);
    const midnight = startOfDay(databaseDate(), zones.ofBuilding(other)).getTime();
    expect(today.filter(({ at }) => at < midnight)).toEqual([]);
    const both = await foreign({ buildings: [events, { name: other, capabilities: ['events'] }] });
    expect(both.some((one) => one.gid === gid)).toBe(true);
  });

  it('hides what may be of another building: events without a room at a door that serves it, or did', async () => {
    const { channels, cameras, workspaceId } = manager.scope;
    const [room] = channels.filter(({ buildingName, gid }) => buildingName === own && !moved.has(gid));
    const gid = room?.gid ?? '';
    const at = channels.filter((one) => one.gid === gid).map(({ channel }) => channel);
    const set = (values: { building_name: string; channel: number | null }, ids: readonly number[]) =>
      getDb().updateTable('event').set(values).where('gid', '=', gid).where('id', 'in', ids).execute();
    const rows = await getDb()
      .selectFrom('event')
      .select('id')
      .where('gid', '=', gid)
      .orderBy('id')
      .execute();
    const ids = rows.map(({ id }) => id);
    await set({ building_name: own, channel: null }, ids);
    await set({ building_name: own, channel: at[0] ?? null }, ids.slice(0, 2));
    await set({ building_name: other, channel: at[1] ?? null }, ids.slice(2, 5));
    expect(ids.length).toBeGreaterThan(5);

    const { scope } = await memberIn({
      workspaceId,
      grants: { buildings: [{ name: own, capabilities: ['events'] }] },
    });
    const count = async (lists: Lists) =>
      (await seenBy({ ...scope, ...cutLists({ workspaceId, ...lists }, scope) })).filter(
        (one) => one.gid === gid,
      ).length;
    const asNow = { channels, cameras };
    // Three are of the other building, whatever the door serves now.
    expect(await count(asNow)).toBe(ids.length - 3);
    const shared = channels.map((one) =>
      one.gid === gid && one.channel === at[1] ? { ...one, buildingName: other } : one,
    );
    expect(await count({ channels: shared, cameras })).toBe(2);

    await getDb()
      .updateTable('room_channel')
      .set({ building_name: other, present: false })
      .where('gid', '=', gid)
      .where('channel', '=', at[1] ?? 0)
      .execute();
    expect(
      await count({ channels: channels.filter((one) => one.channel !== at[1] || one.gid !== gid), cameras }),
    ).toBe(2);
    const everywhere = await memberIn({ workspaceId, grants: { everywhere: ['events'] } });
    expect((await seenBy(everywhere.scope)).filter((one) => one.gid === gid)).toHaveLength(ids.length);
  });
});
