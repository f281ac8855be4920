import { beforeEach, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useConnections } from '@/lib/testing/connections';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { findMakers } from './find-makers';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);
const { owner, signIn, add, now } = useConnections(simulator);

beforeEach(() => getDb().deleteFrom('connection').execute());

test('a room names the accounts that have doorcodes there, and no other connection', async () => {
  const [first = 0, second = 0] = door.rooms();
  const { manager, landlord } = simulator().accounts;
  door.give('landlord', [0]);
  setMaster(simulator().cloud, { gid: door.gid(), channel: first }, landlord.account);
  await signIn('manager', 'manager');
  await add('landlord', 'landlord');
  const scope = await now();
  const at = (channel: number) =>
    scope.channels.filter((one) => one.gid === door.gid() && one.channel === channel);
  const both = { kind: 'named', accounts: [manager.account, landlord.account] };
  expect(await findMakers(scope)).toEqual(both);
  expect(await findMakers(scope, at(first))).toEqual(both);
  expect(await findMakers(scope, at(second))).toEqual({ kind: 'own' });

  const { workspaceId } = scope;
  const member = (await memberIn({ workspaceId, grants: { everywhere: ['doorcodes'] } })).scope;
  expect(await findMakers(member, at(first))).toEqual(both);
  expect(await findMakers(member, at(second))).toEqual({ kind: 'named', accounts: [manager.account] });
});

test('a room that only another connection lists names that one', async () => {
  door.give('landlord', [0]);
  door.give('otherLandlord', [1]);
  for (const [place, name] of [['0', 'landlord'] as const, ['1', 'otherLandlord'] as const])
    setMaster(
      simulator().cloud,
      { gid: door.gid(), channel: door.rooms()[Number(place)] ?? 0 },
      simulator().accounts[name].account,
    );
  await signIn('landlord', 'landlord');
  await add('otherLandlord', 'landlord');
  const scope = await now();
  const rooms = scope.channels.filter(
    ({ gid, channel }) => gid === door.gid() && channel === door.rooms()[1],
  );
  expect(await findMakers(scope, rooms)).toEqual({
    kind: 'named',
    accounts: [simulator().accounts.otherLandlord.account],
  });
});

const account = (name: 'manager' | 'landlord') => simulator().accounts[name].account;
const told = async (grants: Partial<Grants>) =>
  findMakers((await memberIn({ workspaceId: owner().scope.workspaceId, grants })).scope);

test('a member is told the accounts that list rooms of theirs, as each doorcode there names one', async () => {
  await signIn('manager', 'manager');
  await add('landlord', 'landlord');
  const { channels } = await now();
  const shared = channels.filter(({ through }) =>
    through?.some((via) => via.account === account('landlord')),
  );
  const sharedNames = new Set(shared.map(({ buildingName }) => buildingName));
  const [name = ''] = sharedNames;
  const other = channels.find(({ buildingName }) => !sharedNames.has(buildingName))?.buildingName ?? '';
  const here = (building: string): Partial<Grants> => ({
    buildings: [{ name: building, capabilities: ['doorcodes'] }],
  });
  expect(await told(here(name))).toEqual({
    kind: 'named',
    accounts: [account('manager'), account('landlord')],
  });
  expect(await told(here(other))).toEqual({ kind: 'named', accounts: [account('manager')] });
  expect(await told({ everywhere: ['registers'] })).toEqual({ kind: 'connected' });
});
