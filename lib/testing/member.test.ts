import { expect, test } from 'vitest';
import { findScope } from '../auth/scope';
import { useDatabase } from './database';
import { memberIn } from './member';
import { signInAs } from './scope';
import { useSimulator } from './simulator';

useDatabase();
const cloud = useSimulator();

test('a request of a member finds only the buildings that they were given', async () => {
  const { account, password } = cloud.simulator().accounts.manager;
  const { workspaceId, channels } = (await signInAs(account, password, 'manager')).scope;
  const building = channels[0]?.buildingName ?? '';
  const member = await memberIn({
    workspaceId,
    name: 'Caretaker',
    grants: { buildings: [{ name: building, capabilities: ['doorcodes'] }] },
  });
  const scope = await member.as(findScope);
  expect(scope).toMatchObject({ workspaceId, member: { id: member.memberId, name: 'Caretaker' } });
  expect(new Set(scope?.channels.map(({ buildingName }) => buildingName))).toEqual(new Set([building]));
  expect(channels.some(({ buildingName }) => buildingName !== building)).toBe(true);
});
