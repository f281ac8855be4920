import { describe, expect, it } from 'vitest';
import { issues } from '../client/read-answer';
import { person, room } from '../client/test-cloud';
import { type CallName, contract } from './calls';
import type { CallDefinition } from './define-call';

const names = Object.keys(contract) as CallName[];

function request(name: CallName, input: unknown): unknown {
  const definition: CallDefinition = contract[name];
  const parsed = definition.request.safeParse(input);
  return parsed.success ? parsed.data : issues(parsed.error);
}

const wall = (date: string, time: string) => ({ date, time });
const signed = { account: 'manager@harbor.example', passwd: 'pass-word-canary' };
const at = { gid: 'G1', vir_channel_no: 7 };

describe('the table', () => {
  it('has the sixteen calls of the document, each once', () => {
    expect(names.map((name) => contract[name].number)).toEqual(
      Array.from({ length: 16 }, (_, n) => 10001 + n),
    );
    expect(new Set(names.map((name) => contract[name].path)).size).toBe(16);
  });

  it('repeats reads only', () => {
    const safe = names.filter((name) => contract[name].safe);
    expect(safe).toEqual(['listChannels', 'listShares', 'getMaster', 'listEvents', 'listDoorcodes']);
  });
});

describe('requests in the vendor’s words', () => {
  const phone = {
    pushType: 1,
    phone: 'android',
    appKey: 'k',
    appToken: 't',
    certificate: '',
    popupActivity: 'u',
  };
  const doorcode = {
    ...room,
    lockIds: ['A01', 'A02'],
    name: 'Cleaner',
    from: wall('2018-06-12', '09:34:55'),
    to: wall('2018-06-13', '00:00:00'),
  };
  it.each<[CallName, unknown, unknown]>([
    [
      'register',
      { ...person, email: 'a@b', role: 'landlord', language: 'en' },
      { ...signed, mail_address: 'a@b', account_type: 2, phone_lang: 'en' },
    ],
    [
      'register',
      { ...person, email: 'a@b', phone: '1', role: 'tenant', language: 'zh' },
      { ...signed, phone_num: '1', mail_address: 'a@b', account_type: 3, phone_lang: 'zh' },
    ],
    ['listChannels', { ...person, role: 'manager' }, { ...signed, account_type: 1 }],
    [
      'updatePushPhones',
      { ...person, phones: [phone] },
      {
        ...signed,
        list: [{ push_type: 1, phone_type: 2, app_key: 'k', app_token: 't', pem: '', PopupActivity: 'u' }],
      },
    ],
    [
      'createDoorcode',
      doorcode,
      {
        ...signed,
        ...at,
        lock_id: 'A01,A02',
        valid_type: 3,
        vkey_name: 'Cleaner',
        valid_from_date: 20180612,
        valid_from_time: 93455,
        valid_to_date: 20180613,
        valid_to_time: 0,
      },
    ],
    ['assignMaster', { ...room, master: 'm@x' }, { ...signed, ...at, auth_account: 'm@x' }],
    [
      'changeMaster',
      { ...room, master: 'm@x', action: 'remove' },
      { ...signed, ...at, auth_account: 'm@x', action_type: 0 },
    ],
    [
      'changeMaster',
      { ...room, master: 'm@x', action: 'replace' },
      { ...signed, ...at, auth_account: 'm@x', action_type: 1 },
    ],
    ['addShare', { ...room, subMaster: 's@x' }, { ...signed, ...at, share_account: 's@x' }],
    ['removeShare', { ...room, subMaster: 's@x' }, { ...signed, ...at, share_account: 's@x' }],
    ['revokeDoorcode', { ...person, digits: '01234567' }, { ...signed, temporary_passwd: '01234567' }],
    ['resetPassword', { account: 'a@b', by: 'email' }, { account: 'a@b', act_type: 1 }],
    ['resetPassword', { account: 'a@b', by: 'phone' }, { account: 'a@b', act_type: 2 }],
    ['listShares', room, { ...signed, ...at }],
    ['signOut', person, signed],
    ['getMaster', room, { ...signed, ...at }],
    ['listEvents', { ...person, gid: 'G1', start: 1, end: 20 }, { ...signed, gid: 'G1', start: 1, end: 20 }],
    ['listEvents', { ...room, start: 1, end: 20 }, { ...signed, ...at, start: 1, end: 20 }],
    ['listDoorcodes', { ...room, start: 0, count: 50 }, { ...signed, ...at, start: 0, num: 50 }],
    [
      'uploadPicture',
      { ...person, file: Buffer.from('png'), extension: 'png' },
      { ...signed, filedata: 'cG5n', fileext: 'png' },
    ],
  ])('%s', (name, input, fields) => {
    expect(request(name, input)).toEqual(fields);
  });

  it.each<[CallName, unknown, string]>([
    ['createDoorcode', { ...doorcode, lockIds: [] }, 'lockIds'],
    ['createDoorcode', { ...doorcode, from: wall('12.6.2018', '09:34:55') }, 'from.date'],
    ['createDoorcode', { ...doorcode, to: wall('2018-06-12', '25:00') }, 'to.time'],
    ['getMaster', { ...room, channel: 1.5 }, 'channel'],
    ['getMaster', { ...room, gid: '' }, 'gid'],
    ['getMaster', { ...room, password: 'plain' }, 'password'],
  ])('%s is not sent with a senseless %s', (name, input, field) => {
    expect(request(name, input)).toContain(field);
  });
});

it.each([
  ['1', 1],
  [0, 0],
  ['once', -1],
  [' ', 3],
  [null, 3],
])('reads the type of doorcode %j as %d', async (sent, validType) => {
  const list = [{ vkey_data: '87654321', valid_type: sent }];
  expect(await contract.listDoorcodes.answer.parseAsync({ re: 1, list })).toMatchObject({
    doorcodes: [{ validType }],
    skipped: 0,
  });
});
