import { expect, test } from 'vitest';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { keepDoorcodes, keepShares } from '@/lib/readings/mutations';
import { loadRoomShares } from '@/lib/shares/data';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { loadRoomDoorcodes } from './data';

useDatabase();
const { simulator } = useSimulator();

const code = (number: number, isOver: boolean): VendorDoorcode => ({
  name: `Guest ${number}`,
  validType: 3,
  from: { date: '2020-05-01', time: '10:00:00' },
  to: { date: isOver ? '2021-05-01' : '2199-05-01', time: '10:00:00' },
  digits: String(10_000_000 + number),
  pictureUrl: '',
  lockIds: [],
  usable: !isOver,
});

test('a flat’s page has a bounded part of long lists, and the number of all', async () => {
  const { account, password } = simulator().accounts.master;
  const scope = await signInScope(account, password, 'landlord');
  const [at] = scope.channels.filter(({ relation }) => relation !== 'sub-master');
  if (!at) throw new Error('the master has no room');
  const reading = { gid: at.gid, channel: at.channel, state: 'ok', skipped: 0 } as const;
  const codes = Array.from({ length: 200 }, (_, number) => code(number, number >= 70));
  const accounts = Array.from({ length: 90 }, (_, number) => `guest${number}@harbor.example`);
  await keepDoorcodes(scope.workspaceId, [{ ...reading, ...(await drawReadingOrder()), value: codes }]);
  await keepShares(scope.workspaceId, [{ ...reading, ...(await drawReadingOrder()), value: accounts }]);

  const doorcodes = await loadRoomDoorcodes(scope, at.roomKey);
  const states = Map.groupBy(doorcodes?.rows ?? [], ({ state }) => state);
  expect([...states].map(([state, rows]) => [state, rows.length])).toEqual([
    ['live', 50],
    ['expired', 50],
  ]);
  expect(doorcodes?.counts).toEqual({ current: 70, expired: 130 });
  const shares = await loadRoomShares(scope, at.roomKey);
  expect([shares?.rows.length, shares?.count]).toEqual([50, 90]);
});
