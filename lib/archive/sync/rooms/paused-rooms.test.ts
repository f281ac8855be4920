import { beforeEach, expect, test } from 'vitest';
import { pauseConnectionAction } from '@/lib/connections/actions';
import { getDb } from '@/lib/db/client';
import { useConnections } from '@/lib/testing/connections';
import { useDatabase } from '@/lib/testing/database';
import { useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenRoom, nameRooms } from '../../feed/freshen';
import { roomsDue } from './attribute-by-list';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);
const { owner, signIn, add, now } = useConnections(simulator);

const askedSince = (before: number) => [
  ...new Set(
    simulator()
      .log()
      .slice(before)
      .flatMap(({ call, gid, channel }) => (call === 'GetAkeysHis' && gid === door.gid() ? [channel] : [])),
  ),
];

beforeEach(async () => {
  await getDb().deleteFrom('connection').execute();
  await getDb().deleteFrom('throttle_try').execute();
});

test('rooms that only a paused connection lists are left out, and the lists of others are read', async () => {
  door.give('landlord', [1]);
  door.give('otherLandlord', [0, 2]);
  door.come(3);
  await signIn('landlord', 'landlord');
  const id = await add('otherLandlord', 'landlord');
  await door.read(await now());
  // As the connection of a manager left it, which read the whole door.
  await getDb().updateTable('event_door').set({ manner: 'door' }).execute();
  await getDb().updateTable('event').set({ attribution: null, channel: null }).execute();
  await getDb()
    .updateTable('event_stream')
    .set({ tried_at: new Date(0), read_at: new Date(0) })
    .execute();
  expect(await roomsDue(await now())).toHaveLength(3);

  expect(await owner().as(() => pauseConnectionAction({ id }))).toMatchObject({ ok: true });
  const scope = await now();
  const before = simulator().log().length;
  expect(await nameRooms(scope, { priority: 'background' })).toBe(true);
  const paused = scope.channels.find(({ gid, channel }) => gid === door.gid() && channel === door.rooms()[0]);
  await freshenRoom(scope, paused?.roomKey ?? '');
  const asked = askedSince(before);
  expect(asked).toContain(door.rooms()[1]);
  for (const room of [0, 2]) expect(asked).not.toContain(door.rooms()[room]);
});
