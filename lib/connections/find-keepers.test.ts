import { beforeAll, expect, test } from 'vitest';
import { connectOwn, parkConnections } from '@/lib/auth/connection';
import { callerOf } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { loadConnections } from './data';
import { findKeepers, findParked } from './find-keepers';

useDatabase();
const { simulator } = useSimulator();

let holder: SignedIn;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  holder = await signInAs(account, password, 'manager');
});

test('a connection that the cloud refuses is named, in its own workspace only', async () => {
  expect(await findParked(holder.scope)).toEqual([]);
  const [{ id } = { id: '' }] = await loadConnections(holder.scope);
  await connectOwn(getDb(), callerOf(holder.scope));
  await parkConnections(getDb(), { id });
  expect(await findParked(holder.scope)).toEqual([holder.scope.account]);
  const { account, password } = simulator().accounts.landlord;
  const other = await signInAs(account, password, 'landlord');
  expect(await findParked(other.scope)).toEqual([]);
});

test('members who may connect an account are named for those who may not', async () => {
  const { workspaceId } = holder.scope;
  await memberIn({ workspaceId, name: 'Carl', grants: { everywhere: ['doorcodes'] } });
  await memberIn({ workspaceId, name: 'Olga', grants: { workspace: ['connections'] } });
  expect(await findKeepers(holder.scope)).toEqual(['Olga']);
});
