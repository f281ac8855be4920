import { beforeAll, describe, expect, it } from 'vitest';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { BuildingCapability } from '@/lib/db/tables/members';
import { startOfDay } from '@/lib/devices/time-zone';
import { readZones } from '@/lib/devices/zones';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readArchiveState } from '../coverage/state';
import { countEvents, streamEvents } from '../events/data';
import { freshenEvents } from '../feed/freshen';
import { eventFacets } from '../search/facets';
import { eventsQuery } from '../search/schema';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let own: string;
let other: string;
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

  it('is cut again when a door also serves a building that they do not see', async () => {
    const scope = await memberOf('events');
    const [gid = ''] = gidsOf(scope);
    const shared = { ...scope, sharedGids: new Set([gid]) };
    const before = await seenBy(shared);
    expect(before.some((one) => one.gid === gid)).toBe(true);
    await getDb().updateTable('event').set({ building_name: other }).where('gid', '=', gid).execute();
    expect((await seenBy(shared)).some((one) => one.gid === gid)).toBe(false);
  });
});
