import { beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readShares } from './refresh-room';

useDatabase();
const { simulator } = useSimulator({ size: { buildings: 1, flats: 2, days: 1, visitsPerDay: 1 } });

let scope: Scope;
beforeEach(async () => {
  const { account, password } = simulator().accounts.master;
  scope = await signInScope(account, password, 'landlord');
});

/** Reads the shares of a room while the cloud answers `list`. `gid` is the room's door. */
async function readList(list: (gid: string) => unknown[]) {
  const channel = scope.channels.find(({ relation }) => relation.endsWith('master'));
  if (!channel) throw new Error('the master has no room');
  simulator().faults.clear();
  simulator().faults.next({
    call: 'ShareList',
    effect: 'answer',
    json: { re: 1, list: list(channel.gid) },
  });
  return readShares(scope, channel);
}

const current = async () =>
  (
    await getDb()
      .selectFrom('share')
      .select('sub_master')
      .where('workspace_id', '=', scope.workspaceId)
      .where('gone_at', 'is', null)
      .orderBy('sub_master')
      .execute()
  ).map(({ sub_master }) => sub_master);

describe('the door that each entry of 10011 names', () => {
  it('decides whether the entry belongs to the room, and another door’s entry makes the list incomplete', async () => {
    await readList((gid) => [
      { account: 'a@example.com', gid },
      { account: 'b@example.com', gid },
    ]);
    expect(await current()).toEqual(['a@example.com', 'b@example.com']);
    const mixed = await readList((gid) => [
      { account: 'c@example.com', gid: ` ${gid} ` },
      { account: 'd@example.com' },
      { account: 'stranger@example.com', gid: `${gid}-other` },
    ]);
    expect(mixed).toMatchObject({ state: 'ok', value: ['c@example.com', 'd@example.com'], skipped: 1 });
    // An incomplete list ends nothing.
    expect(await current()).toEqual(['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com']);
  });

  it('makes a list of another door only a faulty answer, not an empty list', async () => {
    await readList((gid) => [{ account: 'a@example.com', gid }]);
    const before = await current();
    expect(await readList(() => [{ account: 'stranger@example.com', gid: 'ELSEWHERE' }])).toMatchObject({
      state: 'failed',
      errorCode: 'cloud-nonsense',
    });
    expect(await current()).toEqual(before);
  });
});
