import { describe, expect, test } from 'vitest';
import { useSimulator } from '../../testing/simulator';
import { at, callAs, roomOf, send } from '../test-client';
import { callsByPath } from './table';

const cloud = useSimulator();
const account = { account: 'manager@harbor.example', passwd: 'doordeer-demo' };
const room = { gid: 'X', vir_channel_no: 1 };
const window = { valid_from_date: 20300101, valid_to_date: 20300102, valid_from_time: 0, valid_to_time: 0 };

const complete: Record<string, Record<string, unknown>> = {
  reg: {
    account: 'a@b.example',
    mail_address: 'a@b.example',
    passwd: 'x',
    account_type: 3,
    phone_lang: 'en',
  },
  sign: { ...account, account_type: 1 },
  updatetokens: { ...account, list: [] },
  getQrCode: { ...account, ...room, ...window, lock_id: 'A001' },
  Authowner: { ...account, ...room, auth_account: 'x@y.example' },
  AuthChange: { ...account, ...room, auth_account: 'x@y.example', action_type: 0 },
  ShareAdd: { ...account, ...room, share_account: 'x@y.example' },
  Sharedel: { ...account, ...room, share_account: 'x@y.example' },
  DelTemPwd: { ...account, temporary_passwd: '00000000' },
  Resetpwd: { account: 'a@b.example', act_type: 1 },
  ShareList: { ...account, ...room },
  Quit: { ...account },
  GetMainer: { ...account, ...room },
  GetAkeysHis: { ...account, gid: 'X', start: 1, end: 10 },
  GetQrList: { ...account, ...room, start: 1, num: 10 },
  UploadHeadImg: { ...account, filedata: 'AAAA', fileext: 'png' },
};

test('there are the sixteen calls of the document, by its numbers', () => {
  const numbers = [...callsByPath.values()].map((call) => call.number);
  expect(numbers).toEqual(Array.from({ length: 16 }, (_, index) => 10001 + index));
  expect(Object.keys(complete).sort()).toEqual([...callsByPath.keys()].sort());
});

describe.each(Object.entries(complete))('%s', (path, body) => {
  test.each(['comid', ...Object.keys(body)])('without %s answers 3', async (missing) => {
    const { simulator } = cloud;
    const whole = { comid: simulator().comid, ...body };
    const { [missing as keyof typeof whole]: _, ...rest } = whole;
    expect((await send(simulator(), path, rest)).re).toBe(3);
    expect((await send(simulator(), path, { ...whole, [missing]: '' })).re).toBe(3);
    expect((await send(simulator(), path, { ...whole, [missing]: null })).re).toBe(3);
  });

  test('with a company id that is not known answers 2', async () => {
    expect((await send(cloud.simulator(), path, { ...body, comid: 'nobody' })).re).toBe(2);
  });

  if ('passwd' in body && path !== 'reg') {
    const code = path === 'sign' ? 2 : 4;
    test(`with a wrong password, an unknown or an inactive account answers ${code}`, async () => {
      const whole = { comid: cloud.simulator().comid, ...body };
      for (const wrong of [
        { passwd: 'wrong' },
        { account: 'nobody@harbor.example' },
        { account: 'newcomer@harbor.example' },
      ]) {
        expect((await send(cloud.simulator(), path, { ...whole, ...wrong })).re).toBe(code);
      }
    });
  }
});

test('numbers may come as text, and text that is no number counts as missing', async () => {
  const { gid, vir_channel_no } = at(roomOf(cloud.simulator(), 'master@harbor.example'));
  const ask = (channel: unknown) =>
    callAs(cloud.simulator(), 'manager', 'GetMainer', { gid, vir_channel_no: channel });
  expect((await ask(String(vir_channel_no))).re).toBe(1);
  for (const odd of ['one', '1.5', 1.5, [1], true, {}]) expect((await ask(odd)).re).toBe(3);
});

test('a request that cannot be read answers 3, whatever was wrong with it', async () => {
  const post = (body: string) => fetch(`${cloud.simulator().url}/Quit`, { method: 'POST', body });
  const { key } = cloud.simulator();
  const { decodeBody, encodeBody } = await import('../../doordeer/codec');
  const bodies = [
    '',
    '%%%',
    '{"comid":"harbor-demo"}',
    encodeBody({}, 'another key'),
    encodeBody([1], key),
    'data=AAAA',
  ];
  for (const body of bodies) {
    const response = await post(body);
    expect(response.status).toBe(200);
    expect(decodeBody(await response.text(), key)).toEqual({ re: 3 });
  }
});

test('other paths are 404, other methods 405', async () => {
  const { url } = cloud.simulator();
  expect((await fetch(`${url}/nothing`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${url}/sign`)).status).toBe(405);
  expect((await fetch(url)).status).toBe(404);
});
