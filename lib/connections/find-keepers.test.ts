import { beforeAll, expect, test } from 'vitest';
import { connectOwn, moveConnection, parkConnections } from '@/lib/auth/connection';
import { callerOf } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { loadConnections } from './data';
import { findKeepers, findStopped } from './find-keepers';

useDatabase();
const { simulator } = useSimulator();

let holder: SignedIn;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  holder = await signInAs(account, password, 'manager');
});

test('a connection that a person paused, or that the cloud refuses, is named, in its own workspace only', async () => {
  expect(await findStopped(holder.scope)).toEqual({ parked: [], paused: [] });
  const [{ id } = { id: '' }] = await loadConnections(holder.scope);
  await connectOwn(getDb(), callerOf(holder.scope));
  const { workspaceId, account: own } = holder.scope;
  await moveConnection(workspaceId, id, { from: ['connected'], to: 'paused' });
  expect(await findStopped(holder.scope)).toEqual({ parked: [], paused: [own] });
  await parkConnections(getDb(), { id });
  expect(await findStopped(holder.scope)).toEqual({ parked: [own], paused: [] });
  const { account, password } = simulator().accounts.landlord;
  const other = await signInAs(account, password, 'landlord');
  expect(await findStopped(other.scope)).toEqual({ parked: [], paused: [] });
});

test('members who may connect an account are named for those who may not', async () => {
  const { workspaceId } = holder.scope;
  await memberIn({ workspaceId, name: 'Carl', grants: { everywhere: ['doorcodes'] } });
  await memberIn({ workspaceId, name: 'Olga', grants: { workspace: ['connections'] } });
  expect(await findKeepers(holder.scope)).toEqual(['Olga']);
});
