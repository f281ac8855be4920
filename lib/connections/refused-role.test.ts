import { beforeEach, expect, test } from 'vitest';
import { checkDoubts } from '@/lib/auth/check-doubts';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { connectOwn } from '@/lib/auth/connection';
import { credentialOf } from '@/lib/auth/credential';
import { doubtCredential } from '@/lib/auth/doubt';
import { callerOf, scopeOfConnection } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { confirmed, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { addConnectionAction } from './actions';

useDatabase();
const { simulator } = useSimulator();

beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'connection', 'credential_doubt', 'throttle_try'] as const)
    await getDb().deleteFrom(table).execute();
});

const minutes = (count: number) => ({ now: new Date(Date.now() + count * 60_000) });
const doubts = () =>
  getDb().selectFrom('credential_doubt').select(['role', 'state', 'next_check_at']).execute();

test('one role of an account that is refused leaves its connections in other roles alone', async () => {
  const { account, password } = simulator().accounts.master;
  const own = await signInAs(account, password, 'landlord');
  const caller = callerOf(own.scope);
  await connectOwn(getDb(), caller);
  const { manager } = simulator().accounts;
  const other = await confirmed(await signInAs(manager.account, manager.password, 'manager'));
  expect(await other.as(() => addConnectionAction({ account, password, role: 'tenant' }))).toMatchObject({
    ok: true,
  });
  const credential = credentialOf(account, caller.password);
  simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'sign', account, times: null });
  await doubtCredential(credential, { role: 'tenant' });
  for (const later of [0, 5.1, 10.2]) await checkDoubts(minutes(later));
  simulator().faults.clear();
  expect(await doubts()).toEqual([{ role: 'tenant', state: 'refused', next_check_at: expect.any(Date) }]);
  const states = await getDb().selectFrom('connection').select(['role', 'state']).orderBy('role').execute();
  expect(states).toEqual([
    { role: 'landlord', state: 'connected' },
    { role: 'manager', state: 'none' },
    { role: 'tenant', state: 'parked' },
  ]);
  await getDoordeer().call('listChannels', { ...caller, role: 'landlord' }, { via: own.scope });
  expect((await scopeOfConnection(own.scope.connectionId))?.inDoubt).toBe(false);
});

test('a refusal that is settled is checked again while a connection uses the password', async () => {
  const { account, password } = simulator().accounts.master;
  const own = await signInAs(account, password, 'landlord');
  const caller = callerOf(own.scope);
  await connectOwn(getDb(), caller);
  const credential = credentialOf(account, caller.password);
  const { workspaceId: workspace_id } = own.scope;
  const since = new Date();
  const settled = { credential, role: 'landlord', workspace_id, state: 'refused', since } as const;
  await getDb()
    .insertInto('credential_doubt')
    .values({ ...settled, by_sign: true, refused_checks: 3, checked_at: since, next_check_at: since })
    .execute();
  expect((await scopeOfConnection(own.scope.connectionId))?.inDoubt).toBe(true);
  await checkDoubts();
  expect(await doubts()).toEqual([]);
  expect((await scopeOfConnection(own.scope.connectionId))?.inDoubt).toBe(false);
});
