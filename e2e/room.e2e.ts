import { needRoom, setMaster } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addPerson, addProperty, flatOf } from './pages/own-property';
import { RoomPage } from './pages/room-page';
import { callsOf } from './pages/vendor-calls';

test('a landlord assigns, replaces and removes the room master at every door (10013, 10005, 10006)', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Assign House', { doors: 2 });
  const { landlord } = property;
  const flat = flatOf(property, '102');
  const [first] = flat;
  if (!first) throw new Error('no flat');
  for (const { door, channel } of flat) setMaster(desk.simulator.cloud, { gid: door.gid, channel }, null);
  const anna = addPerson(desk, 'anna@assign.example', 3).account;
  const bert = addPerson(desk, 'bert@assign.example', 3).account;
  const masters = () =>
    flat.map(({ door, channel }) => needRoom(desk.simulator.cloud, { gid: door.gid, channel }).master);
  await enter(desk, context, landlord);
  const room = new RoomPage(page);
  await room.open(first);
  await expect(room.master).toContainText('No master');

  await room.master.getByRole('button', { name: 'Assign' }).click();
  await expect(room.dialog).toContainText('becomes master of 102, Assign House');
  await expectAccessible(page);
  await room.decide(`Assign ${anna}`, anna);
  expect(await room.outcomes()).toEqual([
    expect.stringContaining('Done and verified'),
    expect.stringContaining('Done and verified'),
  ]);
  await expect(room.master).toContainText(anna);
  expect(masters()).toEqual([anna, anna]);

  // After a change at one door, the room shows each door's master.
  await room.master.getByRole('button', { name: 'Replace' }).click();
  await room.dialog.getByRole('checkbox').first().uncheck();
  await room.decide(`Replace by ${bert}`, bert);
  expect(await room.outcomes()).toEqual([expect.stringContaining('Done and verified')]);
  await expect(room.master).toContainText(anna);
  await expect(room.master).toContainText(bert);
  expect(masters()).toEqual([anna, bert]);

  await room.master.getByRole('button', { name: 'Replace' }).click();
  await room.decide(`Replace by ${bert}`, bert);
  await room.outcomes();
  expect(masters()).toEqual([bert, bert]);
  await room.master.getByRole('button', { name: 'Remove' }).click();
  await expect(room.dialog).toContainText(`${bert} loses 102, Assign House`);
  await room.decide(`Remove ${bert}`);
  expect(await room.outcomes()).toEqual([
    expect.stringContaining('Done and verified'),
    expect.stringContaining('Done and verified'),
  ]);
  await expect(room.master).toContainText('No master');
  expect(masters()).toEqual([null, null]);

  expect(callsOf(desk, 'Authowner', landlord.account).map((call) => call.sent.auth_account)).toEqual([
    anna,
    anna,
  ]);
  const changes = callsOf(desk, 'AuthChange', landlord.account).map(({ sent }) => [
    sent.action_type,
    sent.auth_account,
  ]);
  expect(changes.filter(([action]) => action === 0)).toEqual([
    [0, bert],
    [0, bert],
  ]);
  expect(changes).toContainEqual([1, bert]);
  expect(callsOf(desk, 'GetMainer', landlord.account).length).toBeGreaterThanOrEqual(2);
});

test('a manager looks up, assigns and removes a master of any room', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Manager Assigns House');
  const { manager } = property;
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  setMaster(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }, null);
  const anna = addPerson(desk, 'anna@manager-assigns.example', 3).account;
  await enter(desk, context, manager);
  const room = new RoomPage(page);
  await room.open(flat);
  await room.master.getByRole('button', { name: 'Assign' }).click();
  await room.decide(`Assign ${anna}`, anna);
  expect(await room.outcomes()).toEqual([expect.stringContaining('Done and verified')]);
  await expect(room.master).toContainText(anna);

  // The vendor's app changed the master. Reading again shows it.
  const bert = addPerson(desk, 'bert@manager-assigns.example', 3).account;
  setMaster(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }, bert);
  const looked = callsOf(desk, 'GetMainer', manager.account).length;
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(room.master).toContainText(bert);
  expect(callsOf(desk, 'GetMainer', manager.account).length).toBeGreaterThan(looked);
  await room.master.getByRole('button', { name: 'Remove' }).click();
  await room.decide(`Remove ${bert}`);
  expect(await room.outcomes()).toEqual([expect.stringContaining('Done and verified')]);
  expect(needRoom(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }).master).toBeNull();

  setMaster(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }, bert);
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(room.master).toContainText(bert);
  desk.simulator.faults.next({ effect: 'answer', json: { re: 5 }, call: 'AuthChange' });
  await room.master.getByRole('button', { name: 'Remove' }).click();
  await room.decide(`Remove ${bert}`);
  const [refused] = await room.outcomes();
  expect(refused).toContain('Failed');
  expect(refused).toContain('Only the room’s landlord or manager can do this');
});

test('an account that the cloud does not know is said to be so, and what was typed is kept', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Wrong Account House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  setMaster(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }, null);
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(flat);
  await room.master.getByRole('button', { name: 'Assign' }).click();
  await room.decide('Assign nobody', 'nobody');
  await expect(room.dialog.getByRole('textbox')).toHaveAccessibleDescription(/name@example\.com/);
  await expect(room.dialog.getByRole('textbox')).toHaveValue('nobody');
  expect(callsOf(desk, 'Authowner', property.manager.account)).toHaveLength(0);
  await room.decide('Assign nobody@nowhere.example', 'nobody@nowhere.example');
  const field = room.dialog.getByRole('textbox');
  await expect(field).toHaveAccessibleDescription(/The cloud does not know that account/);
  await expect(field).toHaveValue('nobody@nowhere.example');
  await expect(field).toBeFocused();
  // The corrected account goes from the same form.
  const anna = addPerson(desk, 'anna@wrong-account.example', 3).account;
  await room.decide(`Assign ${anna}`, anna);
  expect(await room.outcomes()).toEqual([expect.stringContaining('Done and verified')]);
});

test('a room master shares a room and revokes the share (10007, 10011, 10008)', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Share House');
  const [flat] = flatOf(property, '103');
  if (!flat) throw new Error('no flat');
  const master = { ...addPerson(desk, 'master@share.example', 3), accountType: 2 as const };
  const guest = addPerson(desk, 'guest@share.example', 3).account;
  setMaster(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }, master.account);
  const live = needRoom(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel });
  live.shares = [];
  await enter(desk, context, master);
  const room = new RoomPage(page);
  await room.open(flat);
  await expect(room.shares).toContainText('This room is not shared.');
  await expect(room.master.getByRole('button')).toHaveCount(0);

  await room.shares.getByRole('button', { name: 'Share', exact: true }).click();
  await room.decide(`Share with ${guest}`, guest);
  expect(await room.outcomes()).toEqual([expect.stringContaining('Done and verified')]);
  await expect(room.shares.getByRole('listitem')).toContainText(guest);
  expect(live.shares).toEqual([guest]);

  // From the list of all shares. The only room is chosen.
  await page.goto('/shares');
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(room.dialog).toContainText('sub-master of 103, Share House');
  await room.decide(`Share with ${guest}`, guest);
  expect((await room.outcomes())[0]).toContain('No change was needed.');
  await room.open(flat);

  await room.shares.getByRole('button', { name: `Revoke ${guest}` }).click();
  await room.decide(`Revoke the share with ${guest}`);
  expect(await room.outcomes()).toEqual([expect.stringContaining('Done and verified')]);
  await expect(room.shares).toContainText('This room is not shared.');
  expect(live.shares).toEqual([]);
  expect(callsOf(desk, 'ShareAdd', master.account)[0]?.sent.share_account).toBe(guest);
  expect(callsOf(desk, 'Sharedel', master.account).map((call) => call.re)).toEqual([1]);
  expect(callsOf(desk, 'ShareList', master.account).length).toBeGreaterThanOrEqual(2);
});

test('sharing from the list starts at the first field that needs an answer', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Share List House');
  await enter(desk, context, property.manager);
  await page.goto('/shares');
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/api/shares/rooms', async (route) => {
    await released;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share a room' });
  await expect(dialog.getByRole('status')).toBeVisible();
  await expect(dialog.getByRole('textbox')).toHaveCount(0);
  release();
  // The only building is chosen already.
  await expect(dialog.getByRole('combobox', { name: 'Room' })).toBeFocused();
  await expect(dialog.getByRole('textbox')).toBeVisible();
});

test('a sub-master makes their own doorcodes and is offered nothing else', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Sub House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const sub = addPerson(desk, 'sub@sub.example', 3);
  needRoom(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }).shares = [sub.account];
  await enter(desk, context, sub);
  const room = new RoomPage(page);
  await room.open(flat);
  await expect(room.doorcodes.getByRole('link', { name: 'New doorcode' })).toBeVisible();
  await expect(room.master).toHaveCount(0);
  await expect(room.shares).toHaveCount(0);
  await page.goto('/people');
  await expect(page.getByText('This register is for managers and landlords')).toBeVisible();
  expect(callsOf(desk, 'GetMainer', sub.account)).toHaveLength(0);
  expect(callsOf(desk, 'ShareList', sub.account)).toHaveLength(0);
});

test('a lost answer is read back, and the page says what was found', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Lost House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const where = { gid: flat.door.gid, channel: flat.channel };
  setMaster(desk.simulator.cloud, where, null);
  const anna = addPerson(desk, 'anna@lost.example', 3).account;
  await enter(desk, context, property.landlord);
  const room = new RoomPage(page);
  await room.open(flat);

  // The request was lost: nothing changed.
  desk.simulator.faults.next({ effect: 'drop-before', call: 'Authowner' });
  await room.master.getByRole('button', { name: 'Assign' }).click();
  await room.decide(`Assign ${anna}`, anna);
  expect((await room.outcomes())[0]).toMatch(/Failed|Unknown/);
  expect(needRoom(desk.simulator.cloud, where).master).toBeNull();

  // The answer was lost after the change was made.
  desk.simulator.faults.next({ effect: 'drop-after', call: 'Authowner' });
  await room.master.getByRole('button', { name: 'Assign' }).click();
  await room.decide(`Assign ${anna}`, anna);
  expect((await room.outcomes())[0]).toContain('Done and verified');
  await expect(room.master).toContainText(anna);

  // The answer was lost, and reading back failed. The read before the change succeeded.
  desk.simulator.faults.next({ effect: 'drop-after', call: 'AuthChange' });
  desk.simulator.faults.next({ effect: 'drop-before', call: 'GetMainer', times: null, skip: 1 });
  await room.master.getByRole('button', { name: 'Remove' }).click();
  await room.decide(`Remove ${anna}`);
  const [outcome] = await room.outcomes();
  expect(outcome).toContain('Unknown');
  expect(callsOf(desk, 'AuthChange', property.landlord.account)).toHaveLength(1);
});

test('the fixed password shows after the password is typed again, and each look is in the audit log', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Reveal House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(flat);
  expect(await page.content()).not.toContain(flat.door.fixedLockPassword);
  await room.doors.getByRole('button', { name: /^Reveal the fixed password/ }).click();
  const prompt = page.getByRole('dialog', { name: 'Type your password again' });
  await prompt.getByLabel('Password', { exact: true }).fill('not it');
  await prompt.getByRole('button', { name: 'Continue' }).click();
  await expect(prompt.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
    /not the password/,
  );
  // A new prompt does not show the error of the cancelled one.
  await prompt.getByRole('button', { name: 'Cancel' }).click();
  await room.doors.getByRole('button', { name: /^Reveal the fixed password/ }).click();
  await expect(prompt.getByLabel('Password', { exact: true })).not.toHaveAccessibleDescription(
    /not the password/,
  );
  await prompt.getByLabel('Password', { exact: true }).fill(property.manager.password);
  await prompt.getByRole('button', { name: 'Continue' }).click();
  await expect(room.doors.getByRole('status')).toContainText([...flat.door.fixedLockPassword].join(' '));
  await room.doors.getByRole('button', { name: 'Hide' }).click();
  await expect(room.doors.getByRole('status')).toHaveCount(0);
  await page.goto('/audit');
  await expect(
    page.getByRole('row', { name: /Entry/ }).filter({ hasText: 'Reveal a fixed password' }).first(),
  ).toBeVisible();
});
