import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from './start-simulator';
import { at, callAs, roomOf, send } from './test-client';
import { tortureSeed, worldVersion } from './world/seed';

const folder = mkdtempSync(path.join(tmpdir(), 'doordeer-journal-'));
const keepIn = path.join(folder, 'world.jsonl');
afterAll(() => rmSync(folder, { recursive: true }));

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 24, 2, 30);
let clock = start;
const open = (options: object = {}) =>
  startSimulator({
    size: 'small',
    clock: () => clock,
    publicUrl: 'http://cloud.example',
    keepIn,
    ...options,
  });

async function everything(cloud: Simulator): Promise<string> {
  const replies: unknown[] = [await callAs(cloud, 'manager', 'sign', { account_type: 1 })];
  for (const room of cloud.cloud.world.rooms()) {
    for (const [call, more] of [
      ['GetAkeysHis', { start: 1, end: 200 }],
      ['GetQrList', { start: 1, num: 50 }],
      ['ShareList', {}],
      ['GetMainer', {}],
    ] as const) {
      replies.push(await callAs(cloud, 'manager', call, { ...at(room), ...more }));
    }
  }
  return JSON.stringify(replies);
}

test('a restarted cloud continues the world that it had', async () => {
  const first = await open();
  const home = at(roomOf(first, 'master@harbor.example'));
  clock = start + 5 * hour;
  await callAs(first, 'manager', 'AuthChange', {
    ...home,
    action_type: 1,
    auth_account: 'lodger@harbor.example',
  });
  const window = { valid_from_date: 20261124, valid_from_time: 0, valid_to_date: 20261201, valid_to_time: 0 };
  await callAs(first, 'manager', 'getQrCode', { ...home, ...window, lock_id: 'A001', vkey_name: 'Kept' });
  clock = start + 9 * hour;
  await callAs(first, 'manager', 'ShareAdd', { ...home, share_account: 'master@harbor.example' });
  const control = (where: string, body: object) =>
    fetch(`${first.controlUrl}${where}`, { method: 'POST', body: JSON.stringify(body) });
  await control('/events', { gid: home.gid, count: 3 });
  const person = {
    account: 'new@harbor.example',
    mail_address: 'new@harbor.example',
    passwd: 'pw',
    account_type: 3,
  };
  await send(first, 'reg', { comid: first.comid, ...person, phone_lang: 'en' });
  const token = first.cloud.world.outbox[0]?.token;
  await fetch(`${first.url.replace('/api', '')}/letters/${token}`);
  clock = start + 20 * hour;
  const before = await everything(first);
  await first.close();

  clock = start + 20 * hour;
  const second = await open();
  expect(await everything(second)).toBe(before);
  expect((await send(second, 'sign', { comid: second.comid, ...person })).re).toBe(1);
  await second.close();
});

test('a line cut off by a kill is skipped', async () => {
  const before = await open();
  const expected = await everything(before);
  await before.close();
  appendFileSync(keepIn, '{"at":17,"kind":"call","pa');
  const after = await open();
  expect(await everything(after)).toBe(expected);
  await callAs(after, 'manager', 'ShareAdd', {
    ...at(roomOf(after, 'lodger@harbor.example')),
    share_account: 'halfway@mail.example',
  });
  const changed = await everything(after);
  await after.close();
  const again = await open();
  expect(changed).not.toBe(expected);
  expect(await everything(again)).toBe(changed);
  await again.close();
});

test('refusals and reads are not kept, and only its owner may read the file', async () => {
  const cloud = await open();
  const before = readFileSync(keepIn, 'utf8');
  await callAs(cloud, 'guest', 'AuthChange', {
    ...at(roomOf(cloud, null)),
    action_type: 0,
    auth_account: 'x@y.example',
  });
  await callAs(cloud, 'guest', 'Quit');
  expect(readFileSync(keepIn, 'utf8')).toBe(before);
  expect(statSync(keepIn).mode & 0o077).toBe(0);
  await cloud.close();
});

test('another seed or start, and a reset, make a new world', async () => {
  const other = await open({ seed: 'other' });
  expect(readFileSync(keepIn, 'utf8').trim().split('\n')).toEqual([
    JSON.stringify({ seed: 'other', start, version: worldVersion }),
  ]);
  await callAs(other, 'manager', 'ShareAdd', {
    ...at(roomOf(other, 'master@harbor.example')),
    share_account: 'lodger@harbor.example',
  });
  expect(readFileSync(keepIn, 'utf8').trim().split('\n')).toHaveLength(2);
  other.reset();
  expect(readFileSync(keepIn, 'utf8').trim().split('\n')).toHaveLength(1);
  await other.close();
});

test('the world of an older version is not continued, and does not prevent the start', async () => {
  const change = {
    at: start + hour,
    kind: 'call',
    path: 'ShareAdd',
    body: { gid: 'DDGONE', vir_channel_no: 1 },
  };
  const older = { seed: 'harbor', start: start - hour };
  for (const first of [older, { ...older, version: worldVersion - 1 }]) {
    writeFileSync(keepIn, [first, change].map((line) => `${JSON.stringify(line)}\n`).join(''));
    const cloud = await open();
    expect(cloud.cloud.world.start).toBe(clock);
    expect(readFileSync(keepIn, 'utf8').trim().split('\n')).toEqual([
      JSON.stringify({ seed: 'harbor', start: clock, version: worldVersion }),
    ]);
    await cloud.close();
  }
});

test('changes to one seed are not applied to the world of another', async () => {
  const plain = await open({ seed: 'harbor' });
  await callAs(plain, 'manager', 'ShareAdd', {
    ...at(roomOf(plain, 'master@harbor.example')),
    share_account: 'lodger@harbor.example',
  });
  await plain.close();
  const hostile = await open({ seed: tortureSeed });
  expect(roomOf(hostile, 'master@harbor.example').shares).not.toContain('lodger@harbor.example');
  await hostile.close();
});
