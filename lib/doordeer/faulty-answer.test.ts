import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { longestSlice } from '../testing/longest-slice';
import { failure, person, room, startTestCloud, type TestCloud, testKey } from './client/test-cloud';
import { rc4 } from './codec';
import type { VendorError } from './errors';

let cloud: TestCloud;

beforeEach(async () => {
  cloud = await startTestCloud();
});

afterEach(() => cloud.close());

function send(response: ServerResponse, clear: Buffer | string, bare = false): void {
  const bytes = Buffer.from(clear);
  response.end(bare ? bytes : rc4(Buffer.from(testKey), bytes).toString('base64'));
}

describe.each([
  ['encrypted', false],
  ['plain', true],
])('an answer (%s) that says two things, or no text,', (_how, bare) => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => Buffer.from(part as string)));

  it.each([
    ['a byte that begins no character', bytes('{"re":1,"mainer":"a', [0xff], '@x"}')],
    ['half a character', bytes('{"re":1,"mainer":"', [0xe6, 0xb8], '@x"}')],
    ['a character spelt too long', bytes('{"re":1,"mainer":"', [0xc0, 0xaf], '@x"}')],
    ['half a surrogate pair', bytes('{"re":1,"mainer":"', [0xed, 0xa0, 0x80], '@x"}')],
    ['Latin-1', Buffer.from('{"re":1,"mainer":"m@x","note":"Süß"}', 'latin1')],
    ['GB18030', bytes('{"re":1,"mainer":"m@x","note":"', [0xb8, 0xdb, 0xcd, 0xe5], '"}')],
    ['a bad byte in a key that is not used', bytes('{"re":1,"mainer":"m@x","x', [0x80], '":1}')],
    ['an escaped half of a surrogate pair', '{"re":1,"mainer":"\\ud83dm@x"}'],
    ['its other half', '{"re":1,"mainer":"m@x\\uDE00"}'],
    ['both halves the wrong way round', '{"re":1,"mainer":"\\ude00\\ud83dm@x"}'],
    ['half a pair in a key that is not used', '{"re":1,"mainer":"m@x","\\ud800":1}'],
    ['half a pair in a long text', `{"re":1,"mainer":"m@x","note":"${'x'.repeat(200_000)}\\ud800"}`],
    ['one key twice', '{"re":1,"mainer":"old@x","mainer":"new@x"}'],
    ['one key twice, the second time with a blank', '{"re":1,"mainer":"old@x","mainer ":"new@x"}'],
    ['its result twice', '{"re":1,"mainer":"m@x","re":5}'],
    ['one key twice in a part that is not used', '{"re":1,"mainer":"m@x","more":[{"a":1,"a":1}]}'],
    ['more brackets than an answer has', `{"re":1,"mainer":"m@x","more":${'['.repeat(500_000)}`],
  ])('is faulty, and asked for once: %s', async (_what, clear) => {
    cloud.reply = (_arrival, response) => send(response, clear, bare);
    const error = await failure<VendorError>(cloud.client().call('getMaster', room));
    expect(error).toMatchObject({ kind: 'schema', outcome: 'rejected', retryable: false });
    expect(cloud.arrivals).toHaveLength(1);
  });

  it('leaves a change in doubt', async () => {
    cloud.reply = (_arrival, response) => send(response, '{"re":1,"re":5}', bare);
    const error = await failure<VendorError>(cloud.client().call('assignMaster', { ...room, master: 'm@x' }));
    expect(error).toMatchObject({ kind: 'schema', outcome: 'unknown' });
    expect(cloud.arrivals).toHaveLength(1);
  });

  const entry = '"gid":"G1","vir_chn_no":1,"gid_type":1';
  it.each([
    ['a list', `[{${entry},"gid":"G2"}]`],
    ['a list in a string', JSON.stringify(`[{${entry},"gid":"G2"}]`)],
    ['an entry in a string', JSON.stringify([`{${entry},"gid ":"G2"}`])],
    ['numbered entries', `{"0":{${entry}},"0 ":{${entry}}}`],
    ['two names of one number', `[{${entry},"vir_channel_no":2}]`],
    ['locks in a string', `[{${entry},"lock_id":${JSON.stringify('{"A01":"Front","A01":"Rear"}')}}]`],
    ['half a pair in a string', JSON.stringify(`[{${entry},"unit_label":"\\ud800"}]`)],
    ['brackets within a string', `[{${entry},"lock_id":${JSON.stringify('['.repeat(200_000))}}]`],
  ])('is faulty wherever it stands: %s', async (_what, list) => {
    cloud.reply = (_arrival, response) => send(response, `{"re":1,"list":${list}}`, bare);
    const error = await failure<VendorError>(
      cloud.client().call('listChannels', { ...person, role: 'manager' }),
    );
    expect(error).toMatchObject({ kind: 'schema', retryable: false });
  });
});

describe('a long answer', () => {
  const labels = ['Harbor View', '港湾大厦', 'Straße "A" \\ 1'];
  const rooms = Array.from({ length: 24_000 }, (_, n) => ({
    gid: `G${n % 40}`,
    vir_chn_no: n,
    gid_type: 1,
    lock_id: { A01: 'Front', A02: labels[n % 3] },
    unit_label: `${n}`,
    building_name: labels[n % 3],
    main_sub_flag: '2',
  }));

  it.each([
    ['as an array', rooms],
    ['as one string of JSON', JSON.stringify(rooms)],
  ])('is read while other work goes on: the list %s', async (_how, list) => {
    const clear = JSON.stringify({ re: 1, list });
    expect(clear.length).toBeGreaterThan(3_000_000);
    const body = rc4(Buffer.from(testKey), Buffer.from(clear)).toString('base64');
    cloud.reply = (_arrival, response) => response.end(body);
    const { result, longestMs } = await longestSlice(() =>
      cloud.client().call('listChannels', { ...person, role: 'manager' }),
    );
    expect(result.channels).toHaveLength(rooms.length);
    expect(result.channels[7]).toMatchObject({ gid: 'G7', channel: 7, buildingName: labels[1] });
    expect(longestMs).toBeLessThan(50);
  });

  // Each would take minutes if the reader looked back over what it has read.
  it.each([
    ['noughts within base64', `${'A'.repeat(3_000_000)}!`],
    ['signs that end base64', `${'='.repeat(3_000_000)}A`],
    ['zero bytes within the text', Buffer.concat([Buffer.alloc(3_000_000), Buffer.from('x')])],
    [
      'quotes within a lock',
      `{"re":1,"list":[{"gid":"G","vir_chn_no":1,"lock_id":"${"'".repeat(1_000_000)}x"}]}`,
    ],
  ])('is read in one pass: %s', async (_what, body) => {
    cloud.reply = (_arrival, response) => response.end(body);
    await cloud
      .client()
      .call('listChannels', { ...person, role: 'manager' }, { retries: 0 })
      .catch((error: VendorError) => expect(error.kind).toBe('decoding'));
    expect(cloud.arrivals).toHaveLength(1);
  });
});

it('takes a pair of escapes for its character, wherever an answer is cut into pieces', async () => {
  const escaped = '\\ud83d\\ude00'.repeat(40_000);
  cloud.reply = (_arrival, response) =>
    send(response, `{"re":1,"mainer":"x\\ud83d\\ude00@x","note":"${escaped}"}`);
  expect(await cloud.client().call('getMaster', room)).toMatchObject({ master: 'x😀@x' });
});

it('does not use a prototype that an answer names', async () => {
  cloud.reply = (_arrival, response) =>
    send(response, '{"re":1,"__proto__":{"mainer":"m@x","list":[{"account":"s@x"}]}}');
  const client = cloud.client();
  expect(await failure<VendorError>(client.call('getMaster', room))).toMatchObject({ kind: 'schema' });
  expect(await failure<VendorError>(client.call('listShares', room))).toMatchObject({ kind: 'schema' });
});
