import { describe, expect, it } from 'vitest';
import { type CallName, contract } from '../contract/calls';
import { type RefusalReason, VendorError } from '../errors';
import { Secret } from '../secret';
import type { VendorShare } from '../words';
import { readAnswer } from './read-answer';

const names = Object.keys(contract) as CallName[];

/** A buffer is sent as it is, all else as JSON. */
function read(name: CallName, json: unknown, status = 200): Promise<unknown> {
  const asked = { name, safe: contract[name].safe, definition: contract[name] };
  const body = Buffer.isBuffer(json) ? json : Buffer.from(JSON.stringify(json));
  return readAnswer(asked, { status, body, retryAfterMs: undefined }, 'key');
}

async function refusal(name: CallName, json: unknown, status = 200): Promise<VendorError> {
  try {
    await read(name, json, status);
  } catch (error) {
    if (error instanceof VendorError) return error;
  }
  throw new Error('expected a VendorError');
}

const wall = (date: string, time: string) => ({ date, time });

describe('result codes', () => {
  const common: Record<number, RefusalReason> = { 2: 'failure', 3: 'missing-parameter' };
  const login: Record<number, RefusalReason> = { ...common, 4: 'wrong-credentials' };
  const lists: Record<number, RefusalReason> = {
    3: 'missing-parameter',
    4: 'wrong-credentials',
    5: 'no-such-channel',
  };
  const table: Record<CallName, Record<number, RefusalReason>> = {
    register: common,
    listChannels: common,
    updatePushPhones: { ...login, 5: 'empty-list' },
    createDoorcode: { ...login, 5: 'door-not-yours', 6: 'no-such-door' },
    assignMaster: { ...login, 5: 'not-landlord', 6: 'wrong-account' },
    changeMaster: { ...login, 5: 'not-landlord', 6: 'wrong-account', 9: 'wrong-action' },
    addShare: { ...login, 5: 'not-master', 6: 'wrong-account', 7: 'already-shared' },
    removeShare: { ...login, 5: 'not-master', 6: 'wrong-account', 7: 'no-such-share' },
    revokeDoorcode: { ...login, 5: 'no-such-doorcode' },
    resetPassword: { ...common, 4: 'no-such-account', 5: 'bad-email' },
    listShares: { ...login, 5: 'not-master' },
    signOut: login,
    getMaster: { ...login, 5: 'not-landlord' },
    listEvents: lists,
    listDoorcodes: lists,
    uploadPicture: { ...login, 5: 'picture-format', 6: 'picture-unreadable' },
  };
  const cases = names.flatMap((name) =>
    Object.entries(table[name]).map(([re, reason]) => [name, Number(re), reason] as const),
  );

  it.each(cases)('%s: %i is %s', async (name, re, reason) => {
    for (const spelling of [re, String(re), ` ${re} `]) {
      expect(await refusal(name, { re: spelling })).toMatchObject({
        kind: 'result',
        resultCode: re,
        reason,
        outcome: 'rejected',
        retryable: false,
      });
    }
  });

  it.each(names)(
    '%s: a code outside the document is an outage, keeps its number, and leaves a change in doubt',
    async (name) => {
      const outcome = contract[name].safe ? 'rejected' : 'unknown';
      for (const re of [77, 0, 99, -1]) {
        expect(await refusal(name, { re })).toMatchObject({
          kind: 'transport',
          reason: 'undocumented',
          resultCode: re,
          outcome,
        });
      }
    },
  );

  it.each(names)('%s: an answer without a result code is nonsense', async (name) => {
    for (const json of [{}, { re: null }, { re: 'yes' }, { re: 1.5 }, [], [1]]) {
      expect(await refusal(name, json)).toMatchObject({
        kind: 'schema',
        outcome: contract[name].safe ? 'rejected' : 'unknown',
      });
    }
  });

  it('distinguishes the five answers to signing up', async () => {
    expect(await read('register', { re: 1 })).toEqual({ state: 'ok' });
    expect(await read('register', { re: '4' })).toEqual({ state: 'signed-up-not-activated' });
    expect(await read('register', { re: 5 })).toEqual({ state: 'signed-up-activated' });
    expect((await refusal('register', { re: 2 })).reason).toBe('failure');
    expect((await refusal('register', { re: 3 })).reason).toBe('missing-parameter');
  });

  it('reads 2 of the two histories as "no records"', async () => {
    expect(await read('listEvents', { re: 2 })).toEqual({ events: [], skipped: 0 });
    expect(await read('listDoorcodes', { re: '2', list: 'none' })).toEqual({ doorcodes: [], skipped: 0 });
  });
});

describe('answers in our words', () => {
  const entry = {
    gid: 'G1',
    gid_passwd: 'door-canary',
    gid_type: 1,
    gid_model: 'D-10',
    lock_passwd: 'lock-canary',
    lock_id: { A01: 'Front gate' },
    vir_chn_no: 7,
    timezone: 8,
    main_sub_flag: 2,
    unit_label: '12-A',
    building_name: 'Harbor View',
  };
  const channel = {
    gid: 'G1',
    channel: 7,
    kind: 'doorbell',
    model: 'D-10',
    buildingName: 'Harbor View',
    unitLabel: '12-A',
    relation: 'landlord',
    locks: [{ id: 'A01', alias: 'Front gate' }],
    timezone: 8,
    devicePassword: new Secret(''),
    fixedPassword: new Secret(''),
  };
  type Channels = { channels: (typeof channel & { fixedPassword: Secret | null })[]; skipped: number };
  const channels = (list: unknown) => read('listChannels', { re: 1, list }) as Promise<Channels>;

  it('reads a room of the device list, with secrets that cannot be printed', async () => {
    const {
      channels: [first],
      skipped,
    } = await channels([entry]);
    expect(skipped).toBe(0);
    expect(first).toEqual(channel);
    expect(first?.fixedPassword?.reveal()).toBe('lock-canary');
    expect(JSON.stringify(first)).not.toContain('canary');
  });

  it('reads the same room with every number as text and stray blanks in every key', async () => {
    const odd = Object.fromEntries(
      Object.entries(entry).map(([key, value]) => [
        ` ${key} `,
        typeof value === 'number' ? String(value) : value,
      ]),
    );
    expect((await channels({ 0: odd })).channels).toEqual([channel]);
    expect((await channels(JSON.stringify([JSON.stringify(odd)]))).channels).toEqual([channel]);
  });

  it.each([
    [1, 'master'],
    [2, 'landlord'],
    [3, 'landlord-and-master'],
    [0, 'sub-master'],
    ['0', 'sub-master'],
    [9, 'other'],
    [-1, 'other'],
    [undefined, 'other'],
  ])('main_sub_flag %j is %s', async (main_sub_flag, relation) => {
    expect((await channels([{ ...entry, main_sub_flag }])).channels[0]?.relation).toBe(relation);
  });

  it('counts entries that it cannot read, and keeps the rest', async () => {
    const { channels: good, skipped } = await channels([
      entry,
      { ...entry, gid: '' },
      'garbage',
      null,
      { ...entry, vir_chn_no: 'x' },
    ]);
    expect([good.length, skipped]).toEqual([1, 4]);
  });

  it('takes a list without a readable entry as an error, not as empty', async () => {
    expect((await refusal('listChannels', { re: 1, list: ['garbage'] })).kind).toBe('schema');
    for (const name of ['listChannels', 'listShares', 'listEvents', 'listDoorcodes'] as const) {
      expect((await refusal(name, { re: 1 })).kind).toBe('schema');
      expect((await refusal(name, { re: 1, list: 'none' })).kind).toBe('schema');
      expect((await refusal(name, { re: 1, list: 7 })).kind).toBe('schema');
      expect(await read(name, { re: 1, list: [] })).toMatchObject({ skipped: 0 });
      expect(await read(name, { re: 1, list: null })).toMatchObject({ skipped: 0 });
    }
  });

  it('keeps a camera that has no channel number', async () => {
    const {
      channels: [camera],
    } = await channels([{ ...entry, gid_type: 2, vir_chn_no: undefined }]);
    expect(camera).toMatchObject({ kind: 'camera', channel: 0 });
    expect((await channels([entry, { ...entry, vir_chn_no: undefined }])).skipped).toBe(1);
  });

  it('reads the room master when the key has stray blanks', async () => {
    expect(await read('getMaster', { re: 1, 'mainer ': ' m@x ' })).toEqual({ master: 'm@x' });
    expect(await read('getMaster', { re: 1, mainer: '' })).toEqual({ master: null });
    expect(await read('getMaster', { re: 1, mainer: null })).toEqual({ master: null });
  });

  it('does not call a room masterless when the answer has no field', async () => {
    for (const answer of [{ re: 1 }, { re: 1, mainer: false }])
      expect(await refusal('getMaster', answer)).toMatchObject({ kind: 'schema', outcome: 'rejected' });
  });

  type Shares = { shares: VendorShare[]; skipped: number };
  it('reads shares', async () => {
    const list = { 0: { account: 's1@x', gid: 'G1' }, 1: { ' account': 's2@x' } };
    const { shares, skipped } = (await read('listShares', { re: 1, ' list ': list })) as Shares;
    expect(shares.map(({ account, gid }) => `${account} ${gid}`)).toEqual(['s1@x G1', 's2@x null']);
    expect(skipped).toBe(0);
  });

  it('reads doorcodes', async () => {
    const code = {
      vkey_name: 'Cleaner',
      valid_type: '3',
      valid_from_date: 20180612,
      valid_from_time: 93455,
      valid_to_date: '20180613',
      valid_to_time: '0',
      vkey_data: 1234567,
      vkey_url: 'http://c/q.png',
      lock_id: 'A01,A02',
      valid_flag: '1',
    };
    expect(
      await read('listDoorcodes', {
        re: 1,
        list: [code, { ...code, vkey_data: '' }, { vkey_data: '87654321' }],
      }),
    ).toEqual({
      doorcodes: [
        {
          name: 'Cleaner',
          validType: 3,
          from: wall('2018-06-12', '09:34:55'),
          to: wall('2018-06-13', '00:00:00'),
          windowUnreadable: false,
          digits: '1234567',
          pictureUrl: 'http://c/q.png',
          lockIds: ['A01', 'A02'],
          usable: true,
        },
        {
          name: '',
          validType: 3,
          from: null,
          to: null,
          windowUnreadable: false,
          digits: '87654321',
          pictureUrl: '',
          lockIds: [],
          usable: false,
        },
      ],
      skipped: 1,
    });
  });

  it.each([
    ['a day that the month lacks', { valid_from_date: 20260230 }],
    ['a month that the year lacks', { valid_to_date: '20261301' }],
    ['a date of noughts', { valid_to_date: 0 }],
    ['words', { valid_to_date: 'for ever' }],
    ['something else than text', { valid_from_date: [20260101] }],
    ['an hour that the day lacks', { valid_from_time: 253000 }],
    ['a minute that the hour lacks', { valid_to_time: '12:60' }],
    ['a leap second', { valid_to_time: 235960 }],
    ['one that ends the day before it begins', { valid_to_date: 20251231 }],
    ['one that ends a second before it begins', { valid_from_date: 20260102, valid_from_time: 1 }],
  ])('keeps a doorcode whose window is %s, and counts it as skipped', async (_what, odd) => {
    const code = {
      vkey_data: '87654321',
      valid_from_date: 20260101,
      valid_from_time: 0,
      valid_to_date: 20260102,
      valid_to_time: 0,
      valid_flag: 1,
    };
    expect(await read('listDoorcodes', { re: 1, list: [{ ...code, ...odd }, code] })).toMatchObject({
      doorcodes: [
        { digits: '87654321', windowUnreadable: true },
        { digits: '87654321', windowUnreadable: false },
      ],
      skipped: 1,
    });
  });

  it('takes a missing edge as no edge', async () => {
    for (const none of [undefined, null, '', ' '])
      expect(
        await read('listDoorcodes', {
          re: 1,
          list: [{ vkey_data: '1', valid_from_date: none, valid_from_time: 0 }],
        }),
      ).toMatchObject({ doorcodes: [{ from: null, windowUnreadable: false }], skipped: 0 });
  });

  it('reads events, and keeps types that the document does not name', async () => {
    const list = [
      { event_type: 2, event_time: '2026-11-23 10:00:00', vkey_name: 'Cleaner', account: '' },
      { event_type: '4', event_time: '20261123100001', account: 'm@x' },
      { event_type: 9, event_time: 'x' },
      { event_time: 'y' },
      { event_type: 1 },
    ];
    expect(await read('listEvents', { re: 1, list })).toEqual({
      events: [
        { type: 2, timeText: '2026-11-23 10:00:00', codeName: 'Cleaner', account: null },
        { type: 4, timeText: '20261123100001', codeName: null, account: 'm@x' },
        { type: 9, timeText: 'x', codeName: null, account: null },
        { type: -1, timeText: 'y', codeName: null, account: null },
        { type: 1, timeText: '', codeName: null, account: null },
      ],
      skipped: 0,
    });
  });

  it('keeps the place of an entry that is not an event', async () => {
    const event = { event_type: 2, event_time: '2026-11-23 10:00:00' };
    for (const entry of [null, 'garbage', { account: 'm@x' }]) {
      expect(await read('listEvents', { re: 1, list: [event, entry, event] })).toMatchObject({
        events: [{ type: 2 }, { type: -1, timeText: '' }, { type: 2 }],
        skipped: 1,
      });
      expect(await read('listEvents', { re: 1, list: [entry] })).toMatchObject({ skipped: 1 });
    }
  });

  it('reads picture addresses, and is in doubt about a change that answers without one', async () => {
    expect(await read('createDoorcode', { re: 1, passwd_url: ' http://c/q.png ' })).toEqual({
      pictureUrl: 'http://c/q.png',
    });
    expect(await read('uploadPicture', { re: 1, 'head_url l': 'http://c/h.png' })).toEqual({
      pictureUrl: 'http://c/h.png',
    });
    for (const name of ['createDoorcode', 'uploadPicture'] as const) {
      expect(await refusal(name, { re: 1 })).toMatchObject({ kind: 'schema', outcome: 'unknown' });
    }
  });
});

describe('HTTP statuses', () => {
  it.each([
    [429, 'busy', true, 'rejected'],
    [502, 'unavailable', true, 'unknown'],
    [503, 'unavailable', true, 'unknown'],
    [504, 'unavailable', true, 'unknown'],
    [500, 'http-error', true, 'unknown'],
    [408, 'http-error', true, 'unknown'],
    [301, 'redirected', false, 'rejected'],
    [308, 'redirected', false, 'rejected'],
    [401, 'http-error', false, 'rejected'],
    [404, 'not-found', false, 'rejected'],
  ])('%i of a change is %s, retryable %s, outcome %s', async (status, reason, retryable, outcome) => {
    const error = await refusal('assignMaster', 'text', status);
    expect(error).toMatchObject({ kind: 'transport', reason, status, retryable, outcome });
    expect((await refusal('getMaster', 'text', status)).outcome).toBe('rejected');
  });

  it.each([
    '<html><body>Bad gateway</body></html>',
    ' \r\n<!DOCTYPE HTML><title>Sign in to the network</title>',
    '\ufeff<?xml version="1.0"?><error/>',
  ])('names a web page as one, not as a wrong key: %j', async (text) => {
    const page = Buffer.from(text);
    const named = { kind: 'transport', reason: 'web-page' };
    expect(await refusal('assignMaster', page)).toMatchObject({ ...named, outcome: 'unknown' });
    expect(await refusal('assignMaster', page, 403)).toMatchObject({ ...named, outcome: 'rejected' });
    expect((await refusal('getMaster', page)).outcome).toBe('rejected');
    expect(await refusal('getMaster', Buffer.from('<3 no page'))).toMatchObject({ kind: 'decoding' });
  });

  it('never takes success from an error page', async () => {
    expect(await refusal('assignMaster', { re: 1 }, 404)).toMatchObject({
      kind: 'transport',
      outcome: 'rejected',
    });
    expect(await refusal('assignMaster', { re: 1 }, 500)).toMatchObject({
      kind: 'transport',
      outcome: 'unknown',
    });
  });

  it('reads a refusal that comes with its own status', async () => {
    expect(await refusal('assignMaster', { re: 5 }, 403)).toMatchObject({
      kind: 'result',
      reason: 'not-landlord',
    });
  });
});
