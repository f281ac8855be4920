import { beforeEach, describe, expect, it } from 'vitest';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { arrive } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenEvents } from '../feed/freshen';
import { readDoorHealth } from './data';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
let offMs = 0;
const { simulator } = useSimulator({ clock: () => Date.now() + offMs });
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.

const minute = 60_000;
let scope: Scope;

async function begin(off: number): Promise<string> {
  offMs = off;
  simulator().reset();
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  const [gid = ''] = gidsOf(scope);
  await freshen(gid);
  return gid;
}
const freshen = (gid: string) => freshenEvents(scope, { anyway: true, doors: [gid], deep: 'newest' });
const healthOf = async (gid: string) => (await readDoorHealth(scope)).find((door) => door.gid === gid);

async function ringAndRead(gid: string, late = 0): Promise<void> {
  arrive(simulator().cloud, gid, [{ type: 0, secondsAgo: late / 1_000 }]);
  await freshen(gid);
}

beforeEach(async () => {
  for (const table of ['event', 'event_stream', 'event_stretch', 'event_door'] as const)
    await getDb().deleteFrom(table).execute();
});

describe('a clock that is five minutes behind', () => {
  it('is reported after five readings in a row that prove it, and not before', async () => {
    const gid = await begin(-5 * minute);
    for (let ring = 0; ring < 4; ring++) await ringAndRead(gid);
    expect((await healthOf(gid))?.clock.state).toBe('fits');
    await ringAndRead(gid);
    const clock = (await healthOf(gid))?.clock;
    expect(clock).toMatchObject({ state: 'behind', seen: 5 });
    expect(clock?.offMs).toBeLessThanOrEqual(5 * minute);
    expect(clock?.withinMs).toBeGreaterThanOrEqual(5 * minute);
  });

  it('shows in the answers of the cloud as well, at once', async () => {
    const gid = await begin(-5 * minute);
    expect((await healthOf(gid))?.cloudClock?.state).toBe('behind');
  });
});

it('a clock that is right fits, and what came late once or now and then does not speak against it', async () => {
  const gid = await begin(0);
  await ringAndRead(gid);
  for (let ring = 0; ring < 5; ring++) await ringAndRead(gid, 20 * minute);
  await ringAndRead(gid);
  expect((await healthOf(gid))?.clock.state).toBe('fits');
  expect((await healthOf(gid))?.cloudClock?.state).toBe('agrees');
});

it('events that come late by now more and now less are called late, and no clock behind', async () => {
  const gid = await begin(0);
  for (let ring = 5; ring > 0; ring--) await ringAndRead(gid, ring * 20 * minute);
  expect((await healthOf(gid))?.clock.state).toBe('late');
});

it('a backlog that a door hands in at once is one thing that happened', async () => {
  const gid = await begin(0);
  const backlog = Array.from({ length: 8 }, (_, index) => ({ type: 0, secondsAgo: 3_600 - index * 60 }));
  arrive(simulator().cloud, gid, backlog);
  await freshen(gid);
  expect((await healthOf(gid))?.clock).toMatchObject({ state: 'fits', seen: 1 });
});

it('an answer without a time leaves the cloud’s clock unknown', async () => {
  const gid = await begin(-5 * minute);
  await getDb()
    .updateTable('event_door')
    .set({ cloud_ahead_least_ms: null, cloud_ahead_most_ms: null })
    .execute();
  expect((await healthOf(gid))?.cloudClock).toBeNull();
});
