import { beforeEach, describe, expect, test } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { planMasters } from '@/lib/masters/bulk';
import { readMaster, readShares } from '@/lib/readings/refresh';
import { planShares } from '@/lib/shares/bulk';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { previewOf } from './preview';

useDatabase();
const { simulator } = useSimulator();

let landlord: Scope;
const master = 'master@harbor.example';

const owned = () => landlord.channels.filter(({ relation }) => relation === 'landlord');
const rooms = () =>
  owned().map(({ gid, channel }) => {
    const room = simulator().cloud.world.findRoom(gid, channel);
    if (!room) throw new Error('no such room');
    return room;
  });

function planAll(action: 'assign' | 'replace' | 'remove') {
  const selection = { all: false as const, ids: [...new Set(owned().map(({ roomKey }) => roomKey))] };
  return planMasters(landlord, { action, master, selection });
}

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('master_reading').execute();
  const { account, password } = simulator().accounts.landlord;
  landlord = await signInScope(account, password, 'landlord');
  for (const room of rooms()) room.master = null;
});

describe('the preview', () => {
  test('tells apart what will change, what is so already, and what is blocked', async () => {
    const [one, two] = rooms();
    if (one) one.master = master;
    if (two) two.master = 'guest@harbor.example';
    await Promise.all(owned().map((channel) => readMaster(landlord, channel)));
    const { counts, rows } = previewOf(await planAll('assign'));
    expect(counts).toEqual({ already: 1, blocked: 1, change: owned().length - 2 });
    expect(rows[0]).toMatchObject({ verdict: 'blocked', code: 'conflict' });
  });

  test('blocks what the relation to a room does not allow', async () => {
    const [channel] = owned();
    const [room] = rooms();
    if (!channel || !room) throw new Error('the landlord owns no room');
    room.shares = ['guest@harbor.example'];
    await readShares(landlord, channel);
    const selection = { all: true as const, except: [], query: {} };
    const { steps } = await planShares(landlord, { selection });
    const here = steps.filter(
      ({ target }) => target.gid === channel.gid && target.channel === channel.channel,
    );
    expect(here).toMatchObject([{ verdict: 'blocked', code: 'not-allowed' }]);
  });

  test('of a room that is not this account’s finds nothing', async () => {
    const selection = { all: false as const, ids: ['room-of-another-account'] };
    await expect(planMasters(landlord, { action: 'remove', selection })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
