import jsQR from 'jsqr';
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import { useSimulator } from '../../testing/simulator';
import { at, callAs, roomOf } from '../test-client';

// 10:30 at Harbor View.
const noon = Date.UTC(2026, 10, 24, 2, 30);
const { simulator } = useSimulator({ clock: () => noon });
beforeEach(() => simulator().reset());

const room = () => roomOf(simulator(), 'master@harbor.example');
const window = {
  valid_from_date: 20261124,
  valid_from_time: 93455,
  valid_to_date: 20261124,
  valid_to_time: 123000,
};
const create = (
  change: Record<string, unknown> = {},
  who: 'master' | 'guest' | 'manager' | 'lodger' | 'landlord' = 'master',
) =>
  callAs(simulator(), who, 'getQrCode', {
    ...at(room()),
    lock_id: 'A001,A002',
    vkey_name: 'Courier',
    ...window,
    ...change,
  });
const list = (
  change: Record<string, unknown> = {},
  who: 'master' | 'guest' | 'manager' | 'lodger' = 'master',
) => callAs(simulator(), who, 'GetQrList', { ...at(room()), start: 1, num: 100, ...change });

describe('10004 getQrCode and 10015 GetQrList', () => {
  test('a new code is first in the list, with its numbers as the document writes them', async () => {
    const { re, passwd_url } = await create();
    expect(re).toBe(1);
    expect((await list()).list[0]).toEqual({
      vkey_name: 'Courier',
      valid_type: 3,
      valid_from_date: 20261124,
      valid_to_date: 20261124,
      valid_from_time: 93455,
      valid_to_time: 123000,
      vkey_data: expect.stringMatching(/^\d{8}$/),
      vkey_url: passwd_url,
      lock_id: 'A001,A002',
      valid_flag: 1,
    });
  });

  test('its picture is a QR code of its digits, and its address does not reveal them', async () => {
    const { passwd_url } = await create();
    const digits = String((await list()).list[0]?.vkey_data);
    expect(String(passwd_url)).not.toContain(digits);
    const png = Buffer.from(await (await fetch(String(passwd_url))).arrayBuffer());
    const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(digits);
  });

  test('a code without a name comes without the field', async () => {
    await create({ vkey_name: '' });
    expect((await list()).list[0]).not.toHaveProperty('vkey_name');
  });

  test('4 wrong login is apart from 5 not my door and 6 no such door', async () => {
    expect(await create({ passwd: 'wrong' })).toEqual({ re: 4 });
    expect(await create({}, 'lodger')).toEqual({ re: 5 });
    expect(await create({ vir_channel_no: 99 })).toEqual({ re: 5 });
    expect(await create({ gid: 'X' })).toEqual({ re: 6 });
  });

  test.each([
    ['a lock that the door has not', { lock_id: 'A001,A009' }],
    ['a window that ends before it begins', { valid_to_time: 93455 }],
    ['a window that is over', { valid_from_date: 20261101, valid_to_date: 20261102 }],
    ['30 February', { valid_to_date: 20270230 }],
    ['25 hours', { valid_to_time: 250000 }],
    ['a negative time', { valid_from_time: -1 }],
    ['a date of seven digits', { valid_to_date: 2026112 }],
  ])('2 for %s, and no code is made', async (_, change) => {
    const before = (await list()).list.length;
    expect(await create(change)).toEqual({ re: 2 });
    expect((await list()).list).toHaveLength(before);
  });

  test('midnight is time 0, and valid_type is 3 when it is not sent', async () => {
    expect((await create({ valid_from_time: 0, valid_to_date: 20261125, valid_to_time: 0 })).re).toBe(1);
    expect((await list()).list[0]).toMatchObject({ valid_from_time: 0, valid_to_time: 0, valid_type: 3 });
  });

  test('each account sees the codes that it made itself, room by room', async () => {
    const urls = new Set<unknown>();
    let total = 0;
    for (const who of ['master', 'guest', 'manager'] as const) {
      const { list: codes } = await list({}, who);
      expect(codes.length).toBeGreaterThanOrEqual(6);
      total += codes.length;
      for (const code of codes) urls.add(code.vkey_url);
    }
    expect(urls.size).toBe(total);
  });

  test('pages by start and num, capped by pageSize; 2 past the end and where there is none', async () => {
    const all = (await list()).list;
    const pages = [];
    for (let start = 1; ; start += 2) {
      const page = await list({ start, num: 2 });
      if (page.re === 2) break;
      pages.push(...page.list);
    }
    expect(pages).toEqual(all);
    simulator().faults.set({ pageSize: 3 });
    expect((await list()).list).toEqual(all.slice(0, 3));
    expect(
      await callAs(simulator(), 'landlord', 'GetQrList', {
        ...at(roomOf(simulator(), null)),
        start: 1,
        num: 5,
      }),
    ).toEqual({ re: 2 });
  });

  test('5 for a channel that is not mine, 3 for numbers that count nothing', async () => {
    expect(await list({}, 'lodger')).toEqual({ re: 5 });
    expect(await list({ vir_channel_no: 99 })).toEqual({ re: 5 });
    expect(await list({ start: 0 })).toEqual({ re: 3 });
    expect(await list({ num: 0 })).toEqual({ re: 3 });
  });

  test('a code expires when the clock passes its end at the door', async () => {
    await create();
    simulator().advance(119 * 60_000);
    expect((await list()).list[0]?.valid_flag).toBe(1);
    simulator().advance(2 * 60_000);
    expect((await list()).list[0]?.valid_flag).toBe(0);
  });
});

describe('10009 DelTemPwd', () => {
  const revoke = (digits: unknown, who: 'master' | 'guest' | 'manager' = 'master') =>
    callAs(simulator(), who, 'DelTemPwd', { temporary_passwd: digits });

  test('1, and code and picture are gone; 5 the second time', async () => {
    const { passwd_url } = await create();
    const digits = (await list()).list[0]?.vkey_data;
    expect(await revoke(digits)).toEqual({ re: 1 });
    expect((await list()).list.map((code) => code.vkey_data)).not.toContain(digits);
    expect((await fetch(String(passwd_url))).status).toBe(404);
    expect(await revoke(digits)).toEqual({ re: 5 });
  });

  test("5 for digits of no code or of another account's code", async () => {
    await create();
    const digits = (await list()).list[0]?.vkey_data;
    expect(await revoke('no digits')).toEqual({ re: 5 });
    expect(await revoke(digits, 'manager')).toEqual({ re: 5 });
    expect((await list()).list[0]?.vkey_data).toBe(digits);
  });

  test('revokedStay keeps it in the list, not available', async () => {
    simulator().faults.set({ revokedStay: true });
    await create();
    const digits = (await list()).list[0]?.vkey_data;
    await revoke(digits);
    expect((await list()).list[0]).toMatchObject({ vkey_data: digits, valid_flag: 0 });
  });
});
