import QRCode from 'qrcode';
import { beforeEach, describe, expect, test } from 'vitest';
import { useSimulator } from '../../testing/simulator';
import { callAs, send } from '../test-client';

const { simulator } = useSimulator();
beforeEach(() => simulator().reset());

describe('10001 reg', () => {
  const person = {
    account: 'new@harbor.example',
    mail_address: 'new@harbor.example',
    passwd: 'pw',
    account_type: 3,
    phone_lang: 'zh',
  };
  const register = (change: Record<string, unknown> = {}) =>
    send(simulator(), 'reg', { comid: simulator().comid, ...person, ...change });

  test('1 for a new account, 4 until its letter is opened, 5 from then on, when it can sign in', async () => {
    expect(await register()).toEqual({ re: 1 });
    expect(await register()).toEqual({ re: 4 });
    const signIn = () => send(simulator(), 'sign', { comid: simulator().comid, ...person });
    expect(await signIn()).toEqual({ re: 2 });

    const outbox = await (await fetch(`${simulator().controlUrl}/outbox`)).json();
    expect(outbox).toMatchObject([{ to: 'new@harbor.example', kind: 'activate', by: 'email' }]);
    expect((await fetch(outbox[0].link)).status).toBe(200);

    expect(await register()).toEqual({ re: 5 });
    expect(await signIn()).toEqual({ re: 1, list: [] });
  });

  test('5 for the seeded ones, 4 for the newcomer', async () => {
    const as = (account: string) => register({ account, mail_address: account });
    expect(await as('manager@harbor.example')).toEqual({ re: 5 });
    expect(await as('Manager@Harbor.example')).toEqual({ re: 5 });
    expect(await as('newcomer@harbor.example')).toEqual({ re: 4 });
  });

  test('2 for input that cannot be an account: no mailbox, two mailboxes, an unknown type', async () => {
    expect(await register({ account: 'nobody', mail_address: 'nobody' })).toEqual({ re: 2 });
    expect(await register({ mail_address: 'other@harbor.example' })).toEqual({ re: 2 });
    for (const account_type of [0, 4, -1]) expect(await register({ account_type })).toEqual({ re: 2 });
  });

  test('an account that signs up as manager manages nothing', async () => {
    await register({ account_type: 1 });
    simulator()
      .cloud.world.accounts()
      .forEach((account) => {
        account.activated = true;
      });
    const body = { comid: simulator().comid, account: person.account, passwd: 'pw', account_type: 1 };
    expect(await send(simulator(), 'sign', body)).toEqual({ re: 1, list: [] });
  });
});

describe('10002 sign', () => {
  test('gives each person their rooms with their flag', async () => {
    const flags = async (name: Parameters<typeof callAs>[1]) => {
      const { list } = await callAs(simulator(), name, 'sign', {
        account_type: simulator().accounts[name].accountType,
      });
      return [...new Set(list.map((entry) => entry.main_sub_flag))].sort();
    };
    expect(await flags('manager')).toEqual([2]);
    expect(await flags('landlord')).toEqual([2, 3]);
    expect(await flags('master')).toEqual([1]);
    expect(await flags('tenant')).toEqual([1]);
    expect(await flags('guest')).toEqual([0]);
    expect(await flags('lodger')).toEqual([]);
  });

  test('an entry has every field of the document, numbers as numbers', async () => {
    const { list } = await callAs(simulator(), 'guest', 'sign', { account_type: 3 });
    expect(list[0]).toEqual({
      gid: expect.stringMatching(/^DD[0-9A-F]{10}$/),
      gid_passwd: expect.any(String),
      gid_type: 1,
      gid_model: expect.any(String),
      lock_passwd: expect.stringMatching(/^\d{6}$/),
      lock_id: 'A001:Front gate,A002:Lobby door',
      vir_chn_no: 2,
      timezone: 8,
      main_sub_flag: 0,
      unit_label: '1-02',
      building_name: 'Harbor View',
    });
  });

  test("2 for a role that is not the account's", async () => {
    for (const [name, account_type] of [
      ['landlord', 1],
      ['guest', 2],
      ['manager', 2],
      ['manager', 3],
      ['manager', 9],
    ] as const) {
      expect((await callAs(simulator(), name, 'sign', { account_type })).re).toBe(2);
    }
  });
});

describe('10003 updatetokens', () => {
  const phone = { push_type: 1, phone_type: 2, app_key: 'k', app_token: 't', pem: '', PopupActivity: '' };
  const update = (list: unknown) => callAs(simulator(), 'guest', 'updatetokens', { list });

  test("1 and the list is kept, in whichever shape the document's braces are read", async () => {
    for (const list of [[phone, phone], { 0: phone, 1: phone }, JSON.stringify([phone, phone])]) {
      expect(await update(list)).toEqual({ re: 1 });
      expect(simulator().cloud.world.findAccount('guest@harbor.example')?.pushTokens).toEqual([phone, phone]);
    }
  });

  test('5 for an empty list, 3 for an incomplete phone or no list at all, 2 for an unknown kind of phone', async () => {
    for (const empty of [[], {}, '[]']) expect(await update(empty)).toEqual({ re: 5 });
    for (const odd of [[{ ...phone, app_token: '' }], [{ phone_type: 1, app_token: 't' }], ['x'], 'x', 7]) {
      expect(await update(odd)).toEqual({ re: 3 });
    }
    expect(await update([{ ...phone, phone_type: 3 }])).toEqual({ re: 2 });
  });
});

describe('10010 Resetpwd', () => {
  const reset = (account: string, act_type: number) =>
    send(simulator(), 'Resetpwd', { comid: simulator().comid, account, act_type });

  test('1 by email or phone, and the letter leads to a new password', async () => {
    expect(await reset('guest@harbor.example', 1)).toEqual({ re: 1 });
    expect(await reset('guest@harbor.example', 2)).toEqual({ re: 1 });
    expect(await reset('+86 13800000001', 2)).toEqual({ re: 1 });
    const outbox = await (await fetch(`${simulator().controlUrl}/outbox`)).json();
    expect(outbox.map(({ to, by }: { to: string; by: string }) => [to, by])).toEqual([
      ['guest@harbor.example', 'email'],
      ['guest@harbor.example', 'phone'],
      ['master@harbor.example', 'phone'],
    ]);
    await fetch(outbox[0].link, { method: 'POST', body: new URLSearchParams({ password: 'another one' }) });
    expect((await callAs(simulator(), 'guest', 'Quit')).re).toBe(4);
    expect((await callAs(simulator(), 'guest', 'Quit', { passwd: 'another one' })).re).toBe(1);
  });

  test('4 for an unknown account, 5 for text that is not an email address, 2 for an unknown way or no phone', async () => {
    expect(await reset('nobody@harbor.example', 1)).toEqual({ re: 4 });
    expect(await reset('+49 170', 2)).toEqual({ re: 4 });
    for (const odd of ['guest', 'guest@', 'guest@harbor', 'g uest@harbor.example'])
      expect(await reset(odd, 1)).toEqual({ re: 5 });
    expect(await reset('guest@harbor.example', 3)).toEqual({ re: 2 });
    const guest = simulator().cloud.world.findAccount('guest@harbor.example');
    if (guest) guest.phone = '';
    expect(await reset('guest@harbor.example', 2)).toEqual({ re: 2 });
  });
});

test('10012 Quit answers 1', async () => {
  expect(await callAs(simulator(), 'guest', 'Quit')).toEqual({ re: 1 });
});

describe('10016 UploadHeadImg', () => {
  const upload = (filedata: string, fileext: string) =>
    callAs(simulator(), 'guest', 'UploadHeadImg', { filedata, fileext });

  test('1 and the picture is served from the address given', async () => {
    const png = await QRCode.toBuffer('a face');
    for (const extension of ['png', '.png', 'PNG']) {
      const { re, head_url } = await upload(png.toString('base64'), extension);
      expect(re).toBe(1);
      const served = await fetch(String(head_url));
      expect(served.headers.get('content-type')).toBe('image/png');
      expect(Buffer.from(await served.arrayBuffer()).equals(png)).toBe(true);
    }
  });

  test('5 for other formats, 6 for a file that is not what it says', async () => {
    const png = (await QRCode.toBuffer('a face')).toString('base64');
    for (const extension of ['bmp', 'gif', 'jpeg', 'svg', 'png.exe'])
      expect(await upload(png, extension)).toEqual({ re: 5 });
    expect(await upload(png, 'jpg')).toEqual({ re: 6 });
    expect(await upload('bm90IGEgcGljdHVyZQ==', 'png')).toEqual({ re: 6 });
    expect(await upload('!!!!', 'png')).toEqual({ re: 6 });
    expect(await upload(png.slice(0, 200), 'png')).toEqual({ re: 6 });
  });
});
