import { describe, expect, test } from 'vitest';
import { planMasters } from '@/lib/masters/bulk';
import { readMaster, readShares } from '@/lib/readings/refresh-room';
import { planShares } from '@/lib/shares/bulk';
import { useDatabase } from '@/lib/testing/database';
import { master, useLandlordRooms } from '@/lib/testing/landlord-rooms';
import { useSimulator } from '@/lib/testing/simulator';
import { previewOf } from './plan';

useDatabase();
const { simulator } = useSimulator();

const { landlord, owned, rooms, planAll } = useLandlordRooms(simulator);

describe('the preview', () => {
  test('distinguishes what will change, what is already so, and what is blocked', async () => {
    const [one, two] = rooms();
    if (one) one.master = master;
    if (two) two.master = 'guest@harbor.example';
    await Promise.all(owned().map((channel) => readMaster(landlord(), channel)));
    const { counts, rows } = previewOf(await planAll('assign'));
    expect(counts).toEqual({ already: 1, blocked: 1, change: owned().length - 2 });
    expect(rows[0]).toMatchObject({ verdict: 'blocked', code: 'conflict' });
  });

  test('blocks what the relation to a room does not allow', async () => {
    const [channel] = owned();
    const [room] = rooms();
    if (!channel || !room) throw new Error('the landlord owns no room');
    room.shares = ['guest@harbor.example'];
    await readShares(landlord(), channel);
    const selection = { all: true as const, except: [], query: {} };
    const { steps } = await planShares(landlord(), { selection });
    const here = steps.filter(
      ({ target }) => target.gid === channel.gid && target.channel === channel.channel,
    );
    expect(here).toMatchObject([{ verdict: 'blocked', code: 'not-allowed' }]);
  });

  test('says that the job waits for a connection only where there is something to start', async () => {
    const plan = await planAll('assign');
    const waitsFor = { account: landlord().account, closed: false };
    expect(previewOf(plan, { waitsFor })).toMatchObject({ waitsFor });
    const steps = plan.steps.map((step) => ({ ...step, verdict: 'blocked' as const }));
    expect(previewOf({ ...plan, steps }, { waitsFor })).not.toHaveProperty('waitsFor');
  });

  test('of a room that is not this account’s finds nothing', async () => {
    const selection = { all: false as const, ids: ['room-of-another-account'] };
    await expect(planMasters(landlord(), { action: 'remove', selection })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
