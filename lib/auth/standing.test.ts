import { beforeEach, expect, test } from 'vitest';
import { pauseConnectionAction, resumeConnectionAction } from '@/lib/connections/actions';
import { getDb } from '@/lib/db/client';
import { useConnections } from '@/lib/testing/connections';
import { useDatabase } from '@/lib/testing/database';
import { moveListsBack } from '@/lib/testing/device-list';
import { memberIn } from '@/lib/testing/member';
import { useSimulator } from '@/lib/testing/simulator';
import { findListState } from './standing';

useDatabase();
const { simulator } = useSimulator();
const { owner, signIn, add } = useConnections(simulator);

beforeEach(async () => {
  for (const table of ['connection', 'throttle_try'] as const) await getDb().deleteFrom(table).execute();
});

test('a member’s page knows whether anything reads the device list, through whichever connection', async () => {
  await signIn('manager', 'manager');
  const { workspaceId } = owner().scope;
  const member = await memberIn({ workspaceId });
  const state = () => member.as(findListState);
  expect(await state()).toMatchObject({ isFresh: true, isRead: false });
  await moveListsBack(600);
  const old = await state();
  expect(old).toMatchObject({ isFresh: false, isRead: false });
  expect(await owner().as(findListState)).toMatchObject({ isFresh: false, isRead: true });

  // The workspace's own account stays without a connection.
  const id = await add('landlord', 'landlord');
  const both = await state();
  expect(both).toMatchObject({ isFresh: true, isRead: true });
  expect(both?.version).not.toBe(old?.version);

  await owner().as(() => pauseConnectionAction({ id }));
  await moveListsBack(600);
  const paused = await state();
  expect(paused).toMatchObject({ isFresh: false, isRead: false });
  await owner().as(() => resumeConnectionAction({ id }));
  const resumed = await state();
  expect(resumed).toMatchObject({ isRead: true });
  expect(resumed?.version).not.toBe(paused?.version);
});
