import { beforeEach, describe, expect, test } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { revokeDoorcode } from '@/lib/doorcodes/mutations';
import { assignMaster, replaceMaster } from '@/lib/masters/mutations';
import { addShare, removeShare } from '@/lib/shares/mutations';
import { dropShare, putCode, putShare, setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { markMaster } from './mark-done';
import type { ChannelRef } from './outcome';
import { readDoorcodes, readMaster, readShares } from './refresh-room';

useDatabase();
const { simulator } = useSimulator({ size: { buildings: 1, flats: 1, days: 1, visitsPerDay: 0 } });

const [anna, ben] = ['master@harbor.example', 'guest@harbor.example'];
let scope: Scope;
let at: ChannelRef;
beforeEach(async () => {
  simulator().reset();
  for (const table of ['master', 'master_reading', 'share', 'share_reading', 'doorcode'] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  const [first] = scope.channels;
  if (!first) throw new Error('the manager has no room');
  at = { gid: first.gid, channel: first.channel };
  const room = simulator().cloud.world.findRoom(at.gid, at.channel);
  if (room) Object.assign(room, { master: null, shares: [] });
});

const masters = async () => {
  const rows = await getDb().selectFrom('master').selectAll().orderBy('first_seen_at').execute();
  return rows.map((row) => [row.master, row.origin, row.ended_by]);
};
const shares = async () => {
  const rows = await getDb().selectFrom('share').selectAll().orderBy('first_seen_at').execute();
  return rows.map((row) => [row.sub_master, row.origin, row.ended_by]);
};

describe('a change that Doordesk made and read back', () => {
  test('is kept apart from one that a reading found', async () => {
    await assignMaster(scope, at, { master: anna });
    setMaster(simulator().cloud, at, ben);
    await readMaster(scope, at);
    await replaceMaster(scope, at, { master: anna });
    expect(await masters()).toEqual([
      [null, 'seen', 'done'],
      [anna, 'done', 'seen'],
      [ben, 'seen', 'done'],
      [anna, 'done', null],
    ]);
  });

  test('carries the connection through which it was made', async () => {
    await assignMaster(scope, at, { master: anna });
    const own = await getDb()
      .selectFrom('connection')
      .select('id')
      .where('workspace_id', '=', scope.workspaceId)
      .executeTakeFirstOrThrow();
    const rows = await getDb().selectFrom('master').select('connection_id').execute();
    expect(rows.map((row) => row.connection_id)).toEqual([own.id, own.id]);
  });

  test('is Doordesk’s own also when another reading stores it before the reading back', async () => {
    const before = await readMaster(scope, at);
    setMaster(simulator().cloud, at, anna);
    await readMaster(scope, at);
    const place = { workspaceId: scope.workspaceId, ...at };
    await markMaster(place, { master: anna.toUpperCase(), since: before.askedAt });
    expect(await masters()).toEqual([
      [null, 'seen', 'done'],
      [anna, 'done', null],
    ]);
  });

  test('is not Doordesk’s own when it was so before', async () => {
    setMaster(simulator().cloud, at, anna);
    await readMaster(scope, at);
    expect(await assignMaster(scope, at, { master: anna })).toMatchObject({ already: true });
    putShare(simulator().cloud, at, ben);
    expect(await addShare(scope, at, { subMaster: ben })).toMatchObject({ already: true });
    expect(await masters()).toEqual([[anna, 'seen', null]]);
    expect(await shares()).toEqual([[ben, 'seen', null]]);
  });
});

test('each stay of a share that returns has its own beginning and end', async () => {
  putShare(simulator().cloud, at, ben);
  await readShares(scope, at);
  dropShare(simulator().cloud, at, ben);
  const absent = await readShares(scope, at);
  await addShare(scope, at, { subMaster: ben });
  await removeShare(scope, at, { subMaster: ben });
  expect(await shares()).toEqual([
    [ben, 'seen', 'seen'],
    [ben, 'done', 'done'],
  ]);
  const [first, second] = await getDb().selectFrom('share').selectAll().orderBy('first_seen_at').execute();
  expect(first).toMatchObject({ absent_at: null, gone_at: absent.askedAt });
  expect(second?.absent_at).toEqual(absent.askedAt);
});

test.each([false, true])(
  'a doorcode ends by Doordesk when it revoked it (still listed: %s)',
  async (stays) => {
    simulator().faults.set({ revokedStay: stays });
    const window = { from: { date: 20270101, time: 90000 }, to: { date: 20280101, time: 90000 } };
    putCode(simulator().cloud, { ...at, ...window, creator: scope.account, name: 'Plumber' });
    await readDoorcodes(scope, at);
    const code = await getDb()
      .selectFrom('doorcode')
      .select('id')
      .where('name', '=', 'Plumber')
      .executeTakeFirstOrThrow();
    expect(await revokeDoorcode(scope, code.id)).toMatchObject({ state: 'verified' });
    const revoked = getDb().selectFrom('doorcode').select(['ended_by', 'usable']).where('id', '=', code.id);
    expect(await revoked.execute()).toEqual([{ ended_by: stays ? null : 'done', usable: !stays }]);
    const versions = getDb().selectFrom('doorcode_version').select(['usable', 'ended_by']);
    expect(await versions.where('doorcode_id', '=', code.id).execute()).toEqual(
      stays ? [{ usable: true, ended_by: 'done' }] : [],
    );
  },
);
