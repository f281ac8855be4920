import { needRoom } from '@/lib/simulator/control/alter-world';
import { expect, test } from './fixtures';
import { enter } from './pages/entrance';
import { addPerson, addProperty, flatOf } from './pages/own-property';
import { RoomPage } from './pages/room-page';

test('a change that failed at one of two doors is sent again to that door only', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Half Done House', { rooms: 1, doors: 2 });
  const [front, back] = flatOf(property, '101');
  if (!front || !back) throw new Error('no flat with two doors');
  const anna = addPerson(desk, 'anna@half.example', 3).account;
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(front);
  desk.simulator.faults.next({ effect: 'status', status: 503, gid: back.door.gid, times: null });
  await room.master.getByRole('button', { name: 'Replace' }).click();
  await room.decide(`Replace by ${anna}`, anna);
  const outcomes = room.dialog.getByRole('status').getByRole('listitem');
  await expect(outcomes).toContainText([/The cloud is not answering/, /Done and verified/]);

  desk.simulator.faults.clear();
  const sent = () => desk.simulator.log().filter(({ call }) => call === 'AuthChange').length;
  const before = sent();
  await room.dialog.getByRole('button', { name: 'Try again at 1 door' }).click();
  await expect(outcomes).toContainText([/Done and verified/, /Done and verified/]);
  for (const { door, channel } of [front, back])
    expect(needRoom(desk.simulator.cloud, { gid: door.gid, channel }).master).toBe(anna);
  expect(sent()).toBe(before + 1);
});
