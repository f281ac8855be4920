import { beforeAll, describe, expect, it } from 'vitest';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenEvents } from '../feed/freshen';
import { exportRows } from './export-rows';
import { doorBuildings, findDoors, loadDoors } from './find-doors';
import { healthQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

let scope: Scope;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  await freshenEvents(scope, { doors: gidsOf(scope).slice(1), deep: 'newest' });
});
const find = (query: Record<string, unknown>) => findDoors(scope, healthQuery.parse(query));

describe('the table of doors', () => {
  it('sorts what is not known last, whichever way it runs', async () => {
    for (const dir of ['asc', 'desc']) {
      const doors = await find({ sort: 'heard', dir });
      const heard = doors.filter(({ heardAt }) => heardAt !== null);
      expect(doors.slice(0, heard.length)).toEqual(heard);
      expect(doors.slice(heard.length).map(({ gid }) => gid)).toContain(gidsOf(scope)[0]);
      const times = heard.map(({ heardAt }) => heardAt ?? '');
      expect(times).toEqual(dir === 'asc' ? times.toSorted() : times.toSorted().toReversed());
    }
  });

  it('has the same doors in its file, and no more than the account has', async () => {
    const { counts } = await loadDoors(scope, healthQuery.parse({}));
    const [building] = doorBuildings(scope, counts.building);
    const query = { building: [building?.value], sort: 'kept', dir: 'desc' };
    const doors = await find(query);
    expect(doors).toHaveLength(building?.count ?? -1);
    const rows = exportRows(doors);
    expect(rows.map(({ gid, kept }) => [gid, kept])).toEqual(
      doors.map((door) => [door.gid, door.lastReadAt === null ? null : door.archived]),
    );
    expect(rows.every(({ readAt }) => readAt === null || readAt instanceof Date)).toBe(true);
    const mine = new Set(gidsOf(scope));
    expect((await find({})).every(({ gid }) => mine.has(gid))).toBe(true);
  });

  it('shows a door by any of the signs that are asked for', async () => {
    const partial = await find({ sign: 'partial' });
    expect(partial.map(({ gid }) => gid)).toContain(gidsOf(scope)[0]);
    expect(await find({ sign: ['failed', 'clock'] })).toEqual([]);
  });
});
