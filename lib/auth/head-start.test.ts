import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getPool } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { ageDeviceList } from '@/lib/testing/device-list';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { startAtArrival } from './arrival';
import { cookieName } from './cookie-name';
import { isSent, withHeadStart } from './head-start';
import { findScope } from './scope';

useDatabase();
const { simulator } = useSimulator();

/** Longer than any test waits: what is drawn ahead then waits for nothing but the cloud. */
const long = 600_000;

type Drawing = { channels: number; sent: Promise<boolean>; asked: number };

let owner: SignedIn;
let drawings: Drawing[] = [];
let draftWaitsMs = long;
/** What the page at hand does besides finding its rooms. */
let meanwhile: (response: ServerResponse) => unknown = () => {};

const lists = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'sign').length;

const server = createServer((arriving, response) => {
  void withHeadStart(arriving, response, page, { startWaitsMs: long, draftWaitsMs });
});

/** As Next draws one: it finds the session by its own cookie, and sends its rooms in two pieces. */
async function page(asked: IncomingMessage, response: ServerResponse): Promise<void> {
  const scope = await owner.as(findScope);
  const channels = scope?.channels.map(({ gid, channel }) => `${gid}/${channel}`) ?? [];
  drawings.push({ channels: channels.length, sent: isSent(), asked: lists() });
  await meanwhile(response);
  if (response.writableEnded || response.destroyed) return;
  response.setHeader('Set-Cookie', ['one=1', 'two=2']);
  response.writeHead(asked.url === '/gone' ? 404 : 200, { 'Content-Type': 'text/plain' });
  response.write(channels.join(' '));
  response.end(` at ${asked.url}`);
}

async function ask(path = '/', cookie = owner.cookie): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
}

const age = (minutes?: number) => ageDeviceList(getPool(), { minutes });

beforeAll(async () => {
  startAtArrival();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

beforeEach(async () => {
  simulator().reset();
  const { account, password } = simulator().accounts.manager;
  owner = await signInAs(account, password, 'manager');
  drawings = [];
  draftWaitsMs = long;
  meanwhile = () => {};
});

describe('a page that waits for its device list', () => {
  test('is drawn once, while the cloud is asked, and sent when that says the same', async () => {
    await age();
    const before = lists();
    simulator().faults.set({ latencyMs: 400 });
    const response = await ask('/rooms?a=1%20b');
    const text = await response.text();
    expect(text.split(' ')).toHaveLength(owner.scope.channels.length + 2);
    expect(text).toMatch(/ at \/rooms\?a=1%20b$/);
    expect(drawings).toHaveLength(1);
    expect(await drawings[0]?.sent).toBe(true);
    expect(lists()).toBe(before + 1);
    expect(response.headers.getSetCookie()).toEqual(['one=1', 'two=2']);
    // Fresh now: nothing is asked, and nothing drawn ahead.
    await ask();
    expect(drawings).toHaveLength(2);
    expect(lists()).toBe(before + 1);
  });

  test('says itself that it was not found', async () => {
    await age();
    expect((await ask('/gone')).status).toBe(404);
    expect(drawings).toHaveLength(1);
  });

  test('is drawn anew when a room was taken away, and nothing of the draft leaves', async () => {
    await age();
    const [kept] = owner.scope.channels;
    if (!kept) throw new Error('no channel');
    const json = {
      re: 1,
      list: [{ gid: kept.gid, vir_chn_no: kept.channel, gid_type: 1, building_name: 'B', unit_label: '1' }],
    };
    simulator().faults.next({ effect: 'answer', json, call: 'sign', times: 1 });
    const response = await ask();
    expect(await response.text()).toBe(`${kept.gid}/${kept.channel} at /`);
    expect(drawings.map(({ channels }) => channels)).toEqual([owner.scope.channels.length, 1]);
    expect(await Promise.all(drawings.map(({ sent }) => sent))).toEqual([false, true]);
  });

  test('is begun without the list when the cloud is slow, and joins the call that is under way', async () => {
    await age();
    draftWaitsMs = 0;
    const before = lists();
    simulator().faults.set({ latencyMs: 200 });
    expect((await (await ask()).text()).split(' ')).toHaveLength(owner.scope.channels.length + 2);
    expect(await drawings.at(-1)?.sent).toBe(true);
    expect(lists()).toBe(before + 1);
  });

  test('is drawn by the known list when the cloud gives none, and not ahead as long as that is so', async () => {
    await age();
    simulator().faults.next({ effect: 'answer', json: { re: 1, list: 'what' }, call: 'sign', times: null });
    expect((await (await ask()).text()).split(' ')).toHaveLength(owner.scope.channels.length + 2);
    expect(await Promise.all(drawings.map(({ sent }) => sent))).toEqual([false, true]);

    await age();
    drawings = [];
    await ask();
    expect(drawings).toHaveLength(1);
  });

  test('is drawn anew when its draft failed', async () => {
    await age();
    let tries = 0;
    meanwhile = (response) => {
      tries += 1;
      if (tries === 1) response.writeHead(500).end('broken');
    };
    const response = await ask();
    expect(response.status).toBe(200);
    expect(drawings).toHaveLength(2);
  });

  test('arrives as it was packed', async () => {
    await age();
    const packed = gzipSync('rooms');
    meanwhile = (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed);
    const response = await ask();
    expect(await response.text()).toBe('rooms');
    expect(drawings).toHaveLength(1);
  });

  test('longer than what is kept in memory arrives whole', async () => {
    await age();
    const piece = 'x'.repeat(1_000_000);
    meanwhile = async (response) => {
      for (let count = 0; count < 12; count += 1) {
        if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end();
    };
    expect(await (await ask()).text()).toHaveLength(12_000_000);
    expect(drawings).toHaveLength(1);
  });

  test('is given up with the browser that asked for it', async () => {
    await age();
    simulator().faults.set({ latencyMs: 2_000 });
    const closed = new Promise<void>((resolve) => {
      meanwhile = async (response) => {
        asking.destroy();
        await eitherOf(response, ['close']);
        resolve();
      };
    });
    const asking = askSlowly();
    await closed;
    expect(await drawings[0]?.sent).toBe(false);
    expect(drawings).toHaveLength(1);
  });

  test('is drawn no further when its browser hangs up in the middle', async () => {
    await age();
    const closed = new Promise<void>((resolve) => {
      meanwhile = async (response) => {
        while (!response.destroyed) {
          if (!response.write('x'.repeat(1_000_000))) await eitherOf(response, ['drain', 'close']);
        }
        resolve();
      };
    });
    const asking = askSlowly();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    await once(answer, 'data');
    asking.destroy();
    await closed;
    expect(await drawings[0]?.sent).toBe(true);
  });
});

/** As Next waits: what is wrong with an answer that nobody takes any more is nobody's error. */
async function eitherOf(response: ServerResponse, events: string[]): Promise<void> {
  response.on('error', () => {});
  await new Promise<void>((resolve) => {
    for (const event of events) response.once(event, () => resolve());
  });
}

/** A request that can be given up. */
function askSlowly() {
  const { port } = server.address() as AddressInfo;
  const asking = request({ port, host: '127.0.0.1', path: '/', headers: { cookie: owner.cookie } });
  asking.on('error', () => {});
  asking.end();
  return asking;
}

test('handlers are not drawn ahead: they may do things, and note what they do', async () => {
  await age();
  const before = lists();
  await ask('/api/rooms/export');
  expect(drawings).toHaveLength(1);
  expect(drawings[0]?.asked).toBe(before + 1);
});

test('a cookie that nobody sealed begins nothing, and a page goes by its own alone', async () => {
  await age(0);
  const before = lists();
  expect((await (await ask('/', `${cookieName()}=forged`)).text()).split(' ').length).toBeGreaterThan(2);
  expect(lists()).toBe(before);
});
