import { beforeEach, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { addAccount } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { addConnectionAction, removeConnectionAction } from './actions';
import { loadConnections } from './data';

useDatabase();
const { simulator } = useSimulator();

let owner: SignedIn;
beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'connection', 'throttle_try'] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  owner = await confirmed(await signInAs(account, password, 'manager'));
});

const landlord = () => simulator().accounts.landlord;
const capitals = () => landlord().account.toUpperCase();
const add = (account: string, password = landlord().password) =>
  owner.as(() => addConnectionAction({ account, password, role: 'landlord' }));
const known = async () => (await loadConnections(owner.scope)).map(({ account }) => account);

test('another spelling of a connected account is that connection, also after it was removed', async () => {
  await add(landlord().account);
  expect(await add(capitals())).toMatchObject({ ok: true, data: { account: landlord().account } });
  const both = [owner.scope.account, landlord().account];
  expect(await known()).toEqual(both);
  const id = (await loadConnections(owner.scope)).find(({ isOwn }) => !isOwn)?.id;
  await owner.as(() => removeConnectionAction({ id }));
  expect(await add(capitals())).toMatchObject({ ok: true });
  expect(await known()).toEqual(both);
});

test('another spelling of the workspace’s own account connects that account', async () => {
  const { account, password } = simulator().accounts.manager;
  const added = await owner.as(() =>
    addConnectionAction({ account: account.toUpperCase(), password, role: 'manager' }),
  );
  expect(added).toMatchObject({ ok: true, data: { account } });
  expect(await loadConnections(owner.scope)).toMatchObject([{ account, isOwn: true, state: 'connected' }]);
});

test('two accounts that look alike stay apart, if the cloud tells them apart', async () => {
  const alike = landlord().account.replace('a', 'á');
  addAccount(simulator().cloud, { account: alike, password: 'another-one', type: 2 });
  await add(landlord().account);
  expect(await add(alike, 'another-one')).toMatchObject({ ok: true, data: { account: alike } });
  expect(new Set(await known())).toEqual(new Set([owner.scope.account, landlord().account, alike]));
});
