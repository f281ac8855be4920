import { beforeAll, expect, test } from 'vitest';
import { cutTo } from '@/lib/auth/cut-lists';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { Grants } from '@/lib/db/tables/members';
import type { ScopeChannel } from '@/lib/devices/channel';
import { storeChannels } from '@/lib/devices/mutations';
import type { Channel } from '@/lib/doordeer/words';
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
/** A door of each, which serves no other building. */
let ownGid: string;
let otherGid: string;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  await freshenEvents(manager.scope);
  const { channels } = manager.scope;
  [own = '', other = ''] = [...new Set(channels.map(({ buildingName }) => buildingName))];
  [ownGid = '', otherGid = ''] = [own, other].map(
    (name) => channels.find(({ buildingName }) => buildingName === name)?.gid ?? '',
  );
});

let asked = 1_000_000_000;

function listed(channel: ScopeChannel, change: Partial<Channel> = {}): Channel {
  const { gid, channel: number, buildingName, unitLabel, relation } = channel;
  return {
    ...{ gid, channel: number, buildingName, unitLabel, relation },
    ...{ kind: 'doorbell', model: 'M1', locks: [], timezone: 8, devicePassword: null, fixedPassword: null },
    ...change,
  };
}

/** As if the cloud had answered with this list. */
async function store(channels: readonly Channel[]): Promise<void> {
  const { workspaceId, connectionId } = manager.scope;
  asked += 1;
  await storeChannels({ workspaceId, connectionId }, { channels, asked, askedAt: databaseDate() });
}

async function memberWith(grants: Partial<Grants>): Promise<Scope> {
  return (await memberIn({ workspaceId: manager.scope.workspaceId, grants })).scope;
}

const events = (name: string) => ({ name, capabilities: ['events' as const] });

async function seenAt(gid: string, scope: Scope): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of streamEvents(scope, eventsQuery.parse({})))
    if (event.gid === gid) seen.push(event.buildingName);
  return seen;
}

async function idsAt(gid: string): Promise<number[]> {
  const rows = await getDb().selectFrom('event').select('id').where('gid', '=', gid).orderBy('id').execute();
  return rows.map(({ id }) => id);
}

test('a house camera makes a door shared: neither its events nor those without a room are of a member of the other building', async () => {
  const { channels } = manager.scope;
  const lists = channels.map((one) => listed(one, one.gid === ownGid ? { kind: 'camera' } : {}));
  const camera = listed(
    { gid: ownGid, channel: 9_001, buildingName: other, unitLabel: '', roomKey: '', relation: 'other' },
    { kind: 'camera' },
  );
  await store([...lists, camera]);
  const ids = await idsAt(ownGid);
  expect(ids.length).toBeGreaterThan(3);
  const set = (channel: number | null, building_name: string, some: readonly number[]) =>
    getDb()
      .updateTable('event')
      .set({ channel, building_name })
      .where('gid', '=', ownGid)
      .where('id', 'in', some)
      .execute();
  const room = channels.find(({ gid }) => gid === ownGid)?.channel ?? 0;
  await set(room, own, ids);
  await set(9_001, other, ids.slice(0, 2));
  await set(null, own, ids.slice(2, 3));

  const scope = await memberWith({ buildings: [events(own)] });
  expect([...scope.sharedGids]).toEqual([ownGid]);
  expect(await seenAt(ownGid, scope)).toEqual(ids.slice(3).map(() => own));
  await store(channels.map((one) => listed(one)));
});

test('a device takes none of its past into another building', async () => {
  const { channels } = manager.scope;
  const all = await idsAt(otherGid);
  expect(all.length).toBeGreaterThan(3);
  await store(
    channels.map((one) =>
      listed(one, one.gid === otherGid ? { buildingName: own, unitLabel: `Moved ${one.channel}` } : {}),
    ),
  );
  const happen = (channel: number | null, ids: readonly number[]) =>
    getDb()
      .updateTable('event')
      .set({ channel, building_name: own })
      .where('gid', '=', otherGid)
      .where('id', 'in', ids)
      .execute();
  // Since then: one at a room, and one without.
  await happen(channels.find(({ gid }) => gid === otherGid)?.channel ?? 0, all.slice(0, 1));
  await happen(null, all.slice(1, 2));

  const scope = await memberWith({ buildings: [events(own)] });
  expect(scope.channels.some(({ gid }) => gid === otherGid)).toBe(true);
  expect(await seenAt(otherGid, scope)).toEqual([own]);
  expect(await countEvents(scope, eventsQuery.parse({ building: [other] }))).toMatchObject({ total: 0 });
  expect(JSON.stringify(await eventFacets(scope, eventsQuery.parse({})))).not.toContain(other);
  const door = (await readArchiveState(scope)).find(({ gid }) => gid === otherGid);
  // Not 0: the list counts events that they do not see.
  expect(door).toMatchObject({ archived: null, removed: null, complete: null, gaps: null });

  const both = await memberWith({ buildings: [events(own), events(other)] });
  expect(await seenAt(otherGid, both)).toHaveLength(all.length);
  const everywhere = await memberWith({ everywhere: ['events'] });
  expect(await seenAt(otherGid, everywhere)).toHaveLength(all.length);

  // A building that no door has any more is not lost where the scope is cut to one right.
  await getDb()
    .updateTable('event')
    .set({ building_name: 'Former House' })
    .where('gid', '=', otherGid)
    .where('id', 'in', all.slice(0, 1))
    .execute();
  const former = await memberWith({ buildings: [events(own), events('Former House')] });
  expect(await seenAt(otherGid, cutTo(former, 'events'))).toEqual(['Former House']);
});
