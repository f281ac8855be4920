import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { type DatabaseProxy, proxyDatabase } from '@/lib/testing/database-proxy';
import { useFakeTime } from '@/lib/testing/fake-time';
import { type Answer, type Given, sendRequest } from '@/lib/testing/send-request';
import { createDrain, type Drain } from './drain-server';
import { createFront } from './front-server';
import { createGate, type Gate } from './request-limiter';
import { type DatabaseWatch, watchDatabase } from './watch-database';

const database = useDatabase();
const time = useFakeTime();
const watchLimits = { everyMs: 20, limitMs: 2_000, lateMs: 20 };
const atOnce = { listenMs: 0, underWayMs: 0, quietMs: 0 };

let server: Server;
let drain: Drain;
let gate: Gate;
let way: DatabaseProxy;
let watch: DatabaseWatch;
let port: number;
let begun = 0;

async function serve(own?: string): Promise<void> {
  way = await proxyDatabase(database.url);
  watch = watchDatabase(way.url, watchLimits);
  server = createServer();
  drain = createDrain(server);
  gate = createGate();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  server.on(
    'request',
    createFront({
      gate,
      knownActions: new Set([action['next-action']]),
      own: new URL(own ?? `http://localhost:${port}`),
      drain,
      database: watch,
      handle: async ({ url, method, headers }, response) => {
        begun += 1;
        if (url?.startsWith('/fails')) response.statusCode = 500;
        if (url?.startsWith('/throws')) throw new Error('a fault of ours');
        if (/\/hangs/.test(url ?? '')) return;
        if (url?.endsWith('?when=away')) {
          response.setHeader('Content-Encoding', 'identity');
          await time.until(() => watch.isAway);
          response.write('half a page');
        }
        response.end(JSON.stringify({ url, method, headers }));
      },
    }),
  );
}

afterEach(async () => {
  watch.close();
  server.closeAllConnections();
  server.close();
  await way.close();
});

const ask = (path: string, given?: Given) => sendRequest(port, path, given);

const action = { 'next-action': 'a'.repeat(42), 'content-type': 'text/plain;charset=UTF-8' };
const received = ({ text }: Answer) => JSON.parse(text) as { headers: Record<string, string>; url: string };
const browser = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' };

describe('at its own address', () => {
  beforeEach(() => serve());

  test('a request goes through, and Next sees only that address', async () => {
    const answer = await ask('/rooms?a=1', {
      headers: {
        host: `localhost:${port}`,
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
      },
    });
    expect(answer.status).toBe(200);
    const { headers } = received(answer);
    expect(headers).toMatchObject({ host: `localhost:${port}`, 'x-forwarded-proto': 'http' });
    expect(headers).not.toHaveProperty('x-forwarded-host');
    expect(headers).not.toHaveProperty('forwarded');
  });

  test('a change from its own page goes through, one from elsewhere is refused with an explanation', async () => {
    const host = `localhost:${port}`;
    const change = (origin: string, more = {}) =>
      ask('/people', { method: 'POST', headers: { host, origin, ...more }, body: '[]' });
    expect((await change(`http://${host}`)).status).toBe(200);
    for (const origin of ['http://evil.example', 'null', `https://${host}`, 'http://localhost']) {
      const refused = await change(origin);
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('Nothing was done');
      expect(refused.text).toContain(`http://${host}`);
    }
    expect((await change('http://evil.example', { 'accept-language': 'zh' })).text).toContain(
      '未执行任何操作',
    );
  });
});

describe('at another address', () => {
  beforeEach(() => serve());

  test.each(['127.0.0.1', 'evil.example', 'evil'])('%s: reading leads to the same page', async (host) => {
    for (const path of ['/rooms?q=1&q=2', '/', '/api/rooms', '//evil.example/x']) {
      const answer = await ask(path, { headers: { host: `${host}:${port}`, ...browser } });
      expect(answer.status).toBe(307);
      expect(answer.headers.location).toBe(`http://localhost:${port}${path}`);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  test('a change is refused, although the browser names the same address twice', async () => {
    const headers = { host: 'evil', origin: 'http://evil', 'next-action': 'a' };
    const refused = await ask('/people', { method: 'POST', headers, body: '[]' });
    expect(refused.status).toBe(403);
    expect(refused.headers['content-type']).toBe('text/plain');
    // `lib/http/call-action.ts` reads the address from these brackets.
    expect(refused.text.startsWith(`[wrong-address http://localhost:${port}] `)).toBe(true);
    expect(refused.text).toContain('Nothing was done');
    expect(refused.text).toContain(`http://localhost:${port}`);
    const silent = await ask('/api/people/import', { method: 'POST', headers: { host: 'evil' }, body: 'x' });
    expect(silent.status).toBe(403);
    expect(JSON.parse(silent.text)).toMatchObject({ error: 'wrong-address' });
  });

  test('a health check is answered at any address', async () => {
    for (const path of ['/api/health', '/api/ready']) {
      expect((await ask(path, { headers: { host: '10.1.2.3' } })).status).toBe(200);
    }
  });
});

describe('behind a proxy that keeps Host for itself', () => {
  const own = 'https://desk.example';
  beforeEach(() => serve(own));
  const upstream = () => ({ host: `127.0.0.1:${port}` });

  test('pages and changes of the own address go through', async () => {
    const proxied = { ...upstream(), 'x-forwarded-for': '203.0.113.9' };
    const page = await ask('/rooms', { headers: { ...proxied, ...browser } });
    expect(page.status).toBe(200);
    expect(received(page).headers).toMatchObject({ host: 'desk.example', 'x-forwarded-proto': 'https' });
    const change = await ask('/people', { method: 'POST', headers: { ...upstream(), origin: own } });
    expect(change.status).toBe(200);
    const foreign = { ...proxied, origin: 'https://evil.example' };
    expect((await ask('/people', { method: 'POST', headers: foreign })).status).toBe(403);
  });

  test('a proxy without headers of its own: one redirect, then the page', async () => {
    const first = await ask('/rooms?a=1', { headers: { ...upstream(), ...browser } });
    expect(first.status).toBe(307);
    expect(first.headers.location).toBe(`${own}/rooms?a=1`);
    const cookie = first.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const again = await ask('/rooms?a=1', { headers: { ...upstream(), ...browser, cookie } });
    expect(again.status).toBe(200);
    // A later request of the page carries the page's address.
    const part = await ask('/api/rooms', { headers: { ...upstream(), referer: `${own}/rooms` } });
    expect(part.status).toBe(200);
  });

  test('a proxy that passes Host on: an alias leads to the own address', async () => {
    const alias = { host: 'old.example', 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
    const answer = await ask('/rooms', { headers: { ...alias, ...browser } });
    expect([answer.status, answer.headers.location]).toEqual([307, `${own}/rooms`]);
    const named = { ...upstream(), 'x-forwarded-host': 'old.example', ...browser };
    expect((await ask('/rooms', { headers: named })).headers.location).toBe(`${own}/rooms`);
  });

  test('an alias on this machine through a proxy of HTTP/1.0, as nginx is, leads to the own address', async () => {
    const old = (host: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(`GET /rooms HTTP/1.0\r\nHost: ${host}\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n`),
        );
        let text = '';
        socket.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        socket.on('end', () => resolve(text)).on('error', reject);
      });
    expect(await old('localhost:8443')).toContain(`Location: ${own}/rooms`);
    // The name of an upstream, and the address that nginx itself connects to.
    for (const upstream of ['doordesk', `127.0.0.1:${port}`]) expect(await old(upstream)).toContain(' 200 ');
  });

  test('the default port of a protocol makes no other address', async () => {
    expect((await ask('/rooms', { headers: { host: 'Desk.Example:443', ...browser } })).status).toBe(200);
  });
});

/** The next question is asked, and its answer is late. */
const passLimit = () => time.pass(watchLimits.everyMs + watchLimits.limitMs);

describe('while the database does not answer', () => {
  beforeEach(async () => {
    time.stop();
    await serve();
  });
  const at = (more = {}) => ({ headers: { host: `localhost:${port}`, ...more } });
  const untilBegun = async () => {
    const before = begun;
    await time.until(() => begun > before);
  };

  test.each(['cut', 'frozen'] as const)(
    '%s: pages and programs get a notice, and work again when it is back',
    async (how) => {
      expect((await ask('/rooms', at())).status).toBe(200);
      if (how === 'cut') way.cut();
      else {
        way.freeze();
        await passLimit();
      }
      await time.until(() => watch.isAway);
      const page = await ask('/rooms', at({ 'accept-language': 'en' }));
      expect(page.status).toBe(503);
      expect(page.headers).toMatchObject({
        'retry-after': '5',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(page.text).toContain('own database does not answer');
      const chinese = await ask('/rooms', at({ cookie: 'doordesk-locale=zh' }));
      expect(chinese.text).toContain('数据库没有响应');
      expect(chinese.text).toContain('lang="zh-Hans"');
      const program = await ask('/api/rooms', at());
      expect([program.status, program.headers['retry-after']]).toEqual([503, '5']);
      expect(JSON.parse(program.text)).toMatchObject({ error: 'database-unavailable' });
      expect((await ask('/api/ready', at())).status).toBe(503);
      for (const path of ['/api/health', '/_next/static/a.js'])
        expect((await ask(path, at())).status).toBe(200);
      way.mend();
      await time.pass(watchLimits.everyMs);
      await time.until(() => !watch.isAway);
      expect((await ask('/rooms', at())).status).toBe(200);
    },
  );

  test('the first request after it ended waits, and gets a notice', async () => {
    await time.until(() => watch.answers());
    way.freeze();
    await time.pass(watchLimits.everyMs + watchLimits.lateMs);
    const asked = ask('/rooms', at());
    await once(server, 'request');
    expect(watch.isAway).toBe(false);
    await passLimit();
    expect((await asked).status).toBe(503);
  });

  test('a readiness check is answered before a probe of 2 s gives up', async () => {
    const before = begun;
    const asked = ask('/api/ready?/hangs', at());
    await time.until(() => begun === before + 1);
    await time.pass(1_800);
    expect((await asked).status).toBe(503);
  });

  test('an earlier page that fails says so too; one that fails by itself keeps its answer', async () => {
    expect((await ask('/fails', at())).status).toBe(500);
    expect((await ask('/throws', at())).status).toBe(500);
    const begun = ask('/fails?when=away', at());
    await untilBegun();
    way.cut();
    const failed = await begun;
    expect([failed.status, failed.headers['retry-after']]).toEqual([503, '5']);
    expect(failed.text).toContain('own database does not answer');
    expect(failed.text).not.toContain('half a page');
  });
});

describe('requests in progress', () => {
  beforeEach(async () => {
    time.stop();
    await serve();
  });
  let visitors = 0;
  /** Each of another visitor, so none waits for its turn. */
  const at = (more = {}) => ({
    headers: { host: `localhost:${port}`, cookie: `visitor=${++visitors}`, ...more },
  });
  const untilBegun = (count: number) => time.until(() => begun >= count);
  const stop = () => time.passUntil(drain.stop(atOnce), () => true);

  test('get a notice when the database stops answering; a change may still get its own answer', async () => {
    const before = begun;
    const reads = ['/hangs', '/api/hangs'].map((path) => ask(path, at()));
    let isAnswered = false;
    const change = ask('/hangs', { method: 'POST', ...at(action), body: '[]' }).then(() => {
      isAnswered = true;
    });
    await untilBegun(before + 3);
    way.freeze();
    await passLimit();
    const [page, program] = await Promise.all(reads);
    expect([page?.status, page?.headers['retry-after']]).toEqual([503, '5']);
    expect(page?.text).toContain('own database does not answer');
    expect(JSON.parse(program?.text ?? '')).toMatchObject({ error: 'database-unavailable' });
    expect(isAnswered).toBe(false);
    await stop();
    await change;
  });

  test('a change that fails with the database may have happened', async () => {
    const before = begun;
    const change = ask('/fails?when=away', { method: 'POST', ...at() });
    await untilBegun(before + 1);
    way.cut();
    const failed = await change;
    expect(failed.status).toBe(503);
    expect(failed.text).toContain('It is not known whether it happened');
  });

  test('get a notice at the end of a stop, and are not cut', async () => {
    const before = begun;
    const page = ask('/hangs', at());
    const change = ask('/hangs', { method: 'POST', ...at(action), body: '[]' });
    await untilBegun(before + 2);
    await stop();
    expect(await page).toMatchObject({
      status: 503,
      text: expect.stringContaining('Doordesk is restarting'),
    });
    expect(await change).toMatchObject({
      status: 503,
      text: expect.stringMatching(/^\[outcome-unknown\] .*not known/),
    });
  });
});

test('each browser has its own turns: by its cookies, else by its address', async () => {
  await serve();
  const entered = vi.spyOn(gate, 'enter');
  const host = `localhost:${port}`;
  await ask('/keys', { headers: { host } });
  await ask('/keys', { headers: { host, 'x-forwarded-for': '192.0.2.1' } });
  await ask('/keys', { headers: { host, 'x-forwarded-for': '192.0.2.2' } });
  await ask('/keys', { headers: { host, cookie: 'a=1' } });
  expect(new Set(entered.mock.calls.map(([, visitor]) => visitor)).size).toBe(4);
});

describe('while it stops', () => {
  beforeEach(() => serve());

  test('a request that waits until the end gets a notice, a change too: nothing was done for it', async () => {
    const at = { headers: { host: `localhost:${port}` } };
    const before = begun;
    gate.close();
    const change = await ask('/people', { method: 'POST', ...at });
    expect([change.status, change.text]).toEqual([503, expect.stringContaining('Nothing was changed')]);
    expect(await ask('/people', at)).toMatchObject({ status: 503 });
    expect(begun).toBe(before);
  });

  test('a sign-in without an answer at the end gets the advice to try again', async () => {
    const before = begun;
    const headers = { host: `localhost:${port}` };
    const signIn = ask('/api/auth/hangs', { method: 'POST', headers });
    await expect.poll(() => begun).toBe(before + 1);
    await drain.stop(atOnce);
    expect(JSON.parse((await signIn).text)).toMatchObject({ error: 'stopping' });
  });

  test('it is not ready, and begins no stream', async () => {
    const host = `localhost:${port}`;
    const stopped = drain.stop({ listenMs: 500, underWayMs: 60_000, quietMs: 10 });
    const ready = await ask('/api/ready', { headers: { host } });
    expect([ready.status, ready.headers.connection]).toEqual([503, 'close']);
    const stream = await ask('/api/events/stream?a=1', { headers: { host } });
    expect([stream.status, JSON.parse(stream.text).error]).toEqual([503, 'stopping']);
    expect((await ask('/rooms', { headers: { host } })).status).toBe(200);
    await stopped;
  });
});
