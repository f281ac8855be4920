import { beforeEach, expect, test } from 'vitest';
import { useSimulator } from '../../testing/simulator';
import { faultsHelp } from '../print-help';
import { callAs, roomOf } from '../test-client';
import { routes } from './routes';

const { simulator } = useSimulator();
beforeEach(() => simulator().reset());

async function control(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const response = await fetch(`${simulator().controlUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}
const where = () => {
  const room = roomOf(simulator(), 'master@harbor.example');
  return { gid: room.door.gid, channel: room.channel };
};
const asCall = ({ gid, channel }: { gid: string; channel: number }) => ({ gid, vir_channel_no: channel });

test('every address is named in the help and at /control', async () => {
  const { json } = await control('');
  expect(json).toHaveLength(routes.length);
  for (const route of routes) expect(faultsHelp()).toContain(`${route.method} /control${route.path} `);
});

test('settings and faults are switched over HTTP and switched off again', async () => {
  expect((await control('/settings', { pageSize: 7, numberStrings: true })).json).toMatchObject({
    pageSize: 7,
  });
  await control('/faults', { effect: 'status', status: 500, call: 'Quit', times: 3 });
  expect((await control('/faults')).json).toMatchObject([{ fault: { effect: 'status' }, left: 3 }]);
  await control('/faults', undefined, 'DELETE');
  expect((await control('/faults')).json).toEqual([]);
  expect((await control('/settings')).json).toMatchObject({ pageSize: 200, numberStrings: false });
});

test('masters, landlords, shares, codes and passwords change without a call', async () => {
  const room = where();
  await control('/masters', { ...room, account: null });
  expect((await callAs(simulator(), 'manager', 'GetMainer', asCall(room))).mainer).toBe('');
  await control('/shares', { ...room, account: 'lodger@harbor.example' });
  await control('/shares', { ...room, account: 'guest@harbor.example', remove: true });
  const { list } = await callAs(simulator(), 'manager', 'ShareList', asCall(room));
  expect(list.map((share) => share.account)).toContain('lodger@harbor.example');
  expect(list.map((share) => share.account)).not.toContain('guest@harbor.example');

  const moment = { from: { date: 20300101, time: 0 }, to: { date: 20300102, time: 93000 } };
  const { json } = await control('/doorcodes', {
    ...room,
    creator: 'manager@harbor.example',
    name: 'By app',
    ...moment,
  });
  const codes = async () =>
    (await callAs(simulator(), 'manager', 'GetQrList', { ...asCall(room), start: 1, num: 1 })).list[0];
  expect(await codes()).toMatchObject({ vkey_name: 'By app', vkey_data: json.digits, valid_to_time: 93000 });
  await control('/doorcodes/revoke', { digits: json.digits });
  expect(await codes()).not.toMatchObject({ vkey_data: json.digits });

  await control('/landlords', { ...room, account: 'grace.tan@harbor.example' });
  expect((await callAs(simulator(), 'landlord', 'GetMainer', asCall(room))).re).toBe(5);
  await control('/accounts/change', { account: 'guest@harbor.example', password: 'changed' });
  expect((await callAs(simulator(), 'guest', 'Quit')).re).toBe(4);
  await control('/accounts', {
    account: 'night@porter.example',
    password: 'pw',
    type: 1,
    manages: ['海港花园'],
  });
  const porter = { account: 'night@porter.example', passwd: 'pw', account_type: 1 };
  const rooms = (await callAs(simulator(), 'manager', 'sign', porter)).list;
  expect(new Set(rooms.map((entry) => entry.building_name))).toEqual(new Set(['海港花园']));
});

test('events arrive and are forgotten', async () => {
  const { gid, channel } = where();
  const newest = async () =>
    (await callAs(simulator(), 'manager', 'GetAkeysHis', { gid, start: 1, end: 3 })).list;
  await control('/events', {
    gid,
    events: [
      { type: 2, channel, codeName: '=cmd' },
      { type: 99, channel },
    ],
  });
  expect(await newest()).toMatchObject([{ event_type: 99 }, { event_type: 2, vkey_name: '=cmd' }, {}]);
  await control('/events', { gid, count: 500 });
  await control('/forget', { gid, keep: 2 });
  expect(await newest()).toHaveLength(2);
});

test("a building of 200 rooms appears in the manager's list", async () => {
  const before = (await callAs(simulator(), 'manager', 'sign', { account_type: 1 })).list.length;
  const { json } = await control('/buildings', {
    name: 'Bench',
    rooms: 200,
    doors: 2,
    days: 1,
    visitsPerDay: 50,
  });
  expect(json.rooms).toHaveLength(400);
  const { list } = await callAs(simulator(), 'manager', 'sign', { account_type: 1 });
  expect(list).toHaveLength(before + 400);
  const keys = new Set(list.map((entry) => `${entry.gid}/${entry.vir_chn_no}`));
  expect(keys.size).toBe(list.length);
  const { gid } = json.rooms[0];
  expect((await callAs(simulator(), 'manager', 'GetAkeysHis', { gid, start: 1, end: 5 })).re).toBe(1);
});

test('time passes, and a reset restores it with everything else', async () => {
  const room = where();
  const before = (await control('/world')).json;
  await control('/clock', { advanceMs: 86_400_000 });
  await control('/masters', { ...room, account: null });
  const after = (await control('/world')).json;
  expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(86_400_000);
  await control('/reset', {});
  const again = (await control('/world')).json;
  expect(again.rooms).toEqual(before.rooms);
  expect(Date.parse(again.now) - Date.parse(before.now)).toBeLessThan(60_000);
});

test('an invalid request is refused with reasons, and web pages may not ask at all', async () => {
  expect((await control('/nothing')).status).toBe(404);
  expect((await control('/log', {})).status).toBe(405);
  expect((await control('/masters', { gid: 'X', channel: 1, account: null })).json).toEqual({
    error: 'no such room',
  });
  expect((await control('/masters', { ...where(), account: 'nobody' })).json).toEqual({
    error: 'no such account',
  });
  expect((await control('/masters', { gid: 1 })).status).toBe(400);
  const bad = await fetch(`${simulator().controlUrl}/reset`, { method: 'POST', body: '{' });
  expect([bad.status, await bad.json()]).toEqual([400, { error: 'the body is no JSON' }]);
  const page = await fetch(`${simulator().controlUrl}/log`, { headers: { Origin: 'http://evil.example' } });
  expect(page.status).toBe(403);
});

test('the world as shown has no passwords and no digits', async () => {
  const text = JSON.stringify((await control('/world')).json);
  for (const secret of simulator().secrets()) expect(text).not.toContain(secret);
  for (const code of simulator().cloud.world.codes()) expect(text).not.toContain(code.digits);
});
