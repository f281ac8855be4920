import { expect, test } from 'vitest';
import { useSimulator } from '../../testing/simulator';
import { at, callAs, roomOf, send } from '../test-client';

const { simulator } = useSimulator();

test('the log lists account, request and answer in order, and is emptied on request', async () => {
  const room = roomOf(simulator(), 'master@harbor.example');
  await callAs(simulator(), 'master', 'ShareList', at(room));
  await callAs(simulator(), 'guest', 'Quit', { passwd: 'wrong' });
  expect(simulator().log()).toMatchObject([
    {
      call: 'ShareList',
      account: 'master@harbor.example',
      gid: room.door.gid,
      channel: room.channel,
      re: 1,
      status: 200,
      fault: null,
    },
    { call: 'Quit', account: 'guest@harbor.example', gid: null, channel: null, re: 4, status: 200 },
  ]);
  const over = await (await fetch(`${simulator().controlUrl}/log`)).json();
  expect(over).toEqual(simulator().log());
  await fetch(`${simulator().controlUrl}/log`, { method: 'DELETE' });
  expect(simulator().log()).toEqual([]);
});

test('nothing secret is ever in the log', async () => {
  const secrets = {
    passwd: 'canary-1',
    app_token: 'canary-2',
    pem: 'canary-3',
    app_key: 'canary-4',
    filedata: 'canary-5',
  };
  const who = { comid: 'canary-6', account: 'guest@harbor.example' };
  for (const path of ['sign', 'updatetokens', 'UploadHeadImg', 'DelTemPwd', 'reg', 'GetQrList']) {
    await send(simulator(), path, {
      ...who,
      ...secrets,
      temporary_passwd: 'canary-7',
      list: [secrets],
      unknown: 'canary-8',
      start: 1,
    });
  }
  const text = await (await fetch(`${simulator().controlUrl}/log`)).text();
  expect(text).not.toContain('canary');
  expect(text).toContain('"start": 1');
});

test('secrets() names what must never be seen, for tests that look for leaks', () => {
  const room = roomOf(simulator(), 'master@harbor.example');
  expect(simulator().secrets()).toEqual(
    expect.arrayContaining([
      simulator().key,
      simulator().comid,
      'doordeer-demo',
      room.door.password,
      room.door.fixedLockPassword,
    ]),
  );
});
