import { expect, test } from 'vitest';
import { getDb } from '../../db/client';
import { demoPassword } from '../../simulator/world/demo-people';
import { useDatabase } from '../../testing/database';
import { signInScope } from '../../testing/scope';
import { useSimulator } from '../../testing/simulator';
import { fillRegisters } from './fill-registers';

useDatabase();
const { simulator } = useSimulator();

test('the demo with hostile names has tenants and keys too', async () => {
  await fillRegisters(simulator().cloud.world);
  const { workspaceId } = await signInScope(simulator().accounts.manager.account, demoPassword, 'manager');
  const countOf = async (table: 'person' | 'handed_key') =>
    Number(
      (
        await getDb()
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('count'))
          .where('workspace_id', '=', workspaceId)
          .executeTakeFirstOrThrow()
      ).count,
    );
  expect(await countOf('person')).toBeGreaterThan(10);
  expect(await countOf('handed_key')).toBeGreaterThan(5);
});
