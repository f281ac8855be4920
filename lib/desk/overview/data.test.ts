import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { codesMadeElsewhere } from '@/lib/doorcodes/find-elsewhere';
import { listPeople } from '@/lib/registers/people/data';
import { peopleQuery } from '@/lib/registers/people/schema';
import { loadShares } from '@/lib/shares/data';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { countProperty, readAccess, readDoorsHeard, readLatest, readRhythm, unreadBuildings } from './data';
import { freshenOverview } from './freshen';
import { readFirstSteps, readNeeds } from './read-needs';

useDatabase();
useSimulator();

let manager: Scope;

beforeAll(async () => {
  manager = await signInScope('manager@harbor.example', 'doordeer-demo', 'manager');
});

describe('the overview', () => {
  it('counts the property from the device list', () => {
    const counts = countProperty(manager);
    expect(counts.rooms).toBe(new Set(manager.channels.map(({ roomKey }) => roomKey)).size);
    expect(counts.buildings).toBeGreaterThan(0);
    expect(counts.doors).toBeGreaterThanOrEqual(counts.buildings);
  });

  it('calls rooms and doors that were never read unread, not empty', async () => {
    const { rooms } = countProperty(manager);
    const { masterless, codes } = await readAccess(manager);
    expect(masterless?.gaps).toMatchObject({ rooms, unread: rooms, readAt: null });
    expect(codes?.gaps).toMatchObject({ rooms, unread: rooms, readAt: null });
    expect(await readDoorsHeard(manager)).toMatchObject({ reading: true, readAt: null, code: null });
    expect((await unreadBuildings(manager)).length).toBeGreaterThan(0);
  });

  it('knows rooms, codes and events once it has been looked at', async () => {
    await freshenOverview(manager);
    expect(await unreadBuildings(manager)).toEqual([]);
    const { masterless, codes } = await readAccess(manager);
    expect(masterless?.gaps.unread).toBe(0);
    expect(codes?.gaps.unread).toBe(0);
    expect(codes?.live).toBeGreaterThan(0);
    expect(await readDoorsHeard(manager)).toMatchObject({ reading: false });
    const { events } = await readLatest(manager);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(8);
    const { hours } = await readRhythm(manager, 'Asia/Shanghai');
    expect(hours).toHaveLength(28 * 24);
  });

  it('reads again what failed a minute ago, while a person looks', async () => {
    const at = manager.channels[0];
    if (!at) throw new Error('no room');
    const reading = (ago: number) =>
      getDb()
        .updateTable('share_reading')
        .set({ state: 'failed', error_code: 'cloud-dropped', tried_at: new Date(Date.now() - ago) })
        .where('workspace_id', '=', manager.workspaceId)
        .where('gid', '=', at.gid)
        .where('channel', '=', at.channel)
        .execute();
    await reading(1_000);
    expect(await unreadBuildings(manager)).toEqual([]);
    await reading(120_000);
    expect(await unreadBuildings(manager)).toEqual([at.buildingName]);
    await freshenOverview(manager);
    expect(await unreadBuildings(manager)).toEqual([]);
  });

  it('counts people who moved out and still share their room, as the list of people does', async () => {
    const share = (await loadShares(manager)).rows[0];
    if (!share) throw new Error('no share');
    const shared = { room_key: share.roomKey, building_name: share.building, unit_label: share.unit };
    const keys = { folded: '', order_name: '', order_room: '', order_building: '', phone: '', note: '' };
    const person = { ...keys, ...shared, workspace_id: manager.workspaceId, moved_in: null };
    const email = share.account.toUpperCase();
    await getDb()
      .insertInto('person')
      .values([
        { ...person, name: 'gone', email, moved_out: '2020-01-01' },
        { ...person, name: 'gone, without an account', email: '', moved_out: '2020-01-01' },
        { ...person, name: 'here', email, moved_out: null },
        { ...person, name: 'gone from elsewhere', email, moved_out: '2020-01-01', room_key: 'another' },
      ])
      .execute();
    const query = peopleQuery.parse({ sharing: '1' });
    expect((await listPeople(manager, query)).rows.map(({ name }) => name)).toEqual(['gone']);
    expect(await readNeeds(manager)).toMatchObject({ sharing: 1, keysOut: 0, silent: expect.any(Number) });
    expect((await readNeeds(manager)).elsewhere).toBe((await codesMadeElsewhere(manager, 1)).total);
    const hidden = await readNeeds({ ...manager, listIsFresh: false });
    expect(hidden).toMatchObject({ elsewhere: 'hidden', silent: 'hidden', keysOut: 0 });
  });

  it('tells a new account what to do first, and of each step whether it is done', async () => {
    const { workspaceId } = manager;
    await getDb().deleteFrom('person').execute();
    expect(await readFirstSteps(manager)).toEqual({ doors: false, people: false, archive: false });
    const gid = manager.channels[0]?.gid ?? '';
    await getDb()
      .insertInto('door_detail')
      .values({ workspace_id: workspaceId, gid, name: 'Gate' })
      .execute();
    expect(await readFirstSteps(manager)).toEqual({ doors: true, people: false, archive: false });
    const guest = await signInScope('guest@harbor.example', 'doordeer-demo', 'tenant');
    expect(await readFirstSteps(guest)).toEqual({ archive: false });
    const { scope } = await memberIn({
      workspaceId: manager.workspaceId,
      grants: { everywhere: ['people'] },
    });
    expect(await readFirstSteps(scope)).not.toHaveProperty('archive');
    expect(Object.keys(await readNeeds(guest)).sort()).toEqual(['elsewhere', 'silent']);
  });
});
