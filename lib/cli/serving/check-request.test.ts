import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { type Answer, type Given, sendRequest } from '@/lib/testing/send-request';
import { createDrain } from './drain-server';
import { createFront } from './front-server';
import { answerParserErrors } from './parser-error';
import { createGate } from './request-limiter';
import { type DatabaseWatch, watchDatabase } from './watch-database';

const database = useDatabase();

const action = { 'next-action': 'a'.repeat(42), 'content-type': 'text/plain;charset=UTF-8' };
const server = createServer({ requireHostHeader: false });
let watch: DatabaseWatch;
let port: number;
/** Requests that Next would see. */
let begun = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  watch = watchDatabase(database.url);
  const gate = createGate();
  answerParserErrors(server);
  server.on(
    'request',
    createFront({
      gate,
      drain: createDrain(server, gate),
      own: new URL(`http://localhost:${port}`),
      knownActions: new Set([action['next-action']]),
      staticFiles: new Set(['/icon-192.png', '/_next/static/chunks/[root]_1.js']),
      database: watch,
      addressOf: ({ headers }) => String(headers['x-test-address'] ?? '192.0.2.1'),
      handle: async (request, response) => {
        begun += 1;
        let length = 0;
        for await (const chunk of request) length += chunk.length;
        response.end(JSON.stringify({ length, headers: request.headers }));
      },
    }),
  );
});
afterAll(() => {
  watch.close();
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, given?: Given) => sendRequest(port, path, given);

const session = { cookie: 'next-auth.session-token=a' };
const post = (path: string, bytes: number, more: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    headers: { host: `localhost:${port}`, ...more },
    body: JSON.stringify(['x'.repeat(bytes)]),
  });
const refused = async (given: Promise<Answer>) => {
  const before = begun;
  const answer = await given;
  expect(begun).toBe(before);
  return [answer.status, answer.text.startsWith('{') ? JSON.parse(answer.text).error : answer.text];
};

test.each<Record<string, string>>([{}, { 'transfer-encoding': 'chunked' }])(
  'a body that is too large: %j',
  async (how) => {
    const tooLarge = [413, 'too-large'];
    expect(await refused(post('/api/auth/callback/credentials', 16_400, how))).toEqual(tooLarge);
    expect(await refused(post('/api/auth/signout', 3_000_000, { ...how, ...session }))).toEqual(tooLarge);
    expect(await refused(post('/api/rooms', 1_100_000, { ...how, ...session }))).toEqual(tooLarge);
    const change = { ...how, ...session, ...action };
    expect(await refused(post('/people', 7_000_000, change))).toEqual([
      413,
      expect.stringMatching(/^\[too-large\] .*Nothing was done/),
    ]);
    const passed = [await post('/api/auth/signout', 16_000, how), await post('/people', 5_000_000, change)];
    expect(passed.map(({ text }) => JSON.parse(text).length)).toEqual([16_004, 5_000_004]);
  },
);

test('a long body of a stranger: a person whose cookie has expired learns that', async () => {
  expect(await refused(post('/settings', 20_000, action))).toEqual([
    401,
    expect.stringMatching(/^\[signed-out\] /),
  ]);
  expect(await refused(post('/api/people/import', 20_000))).toEqual([401, 'signed-out']);
  expect((await post('/register', 1_000, action)).status).toBe(200);
});

test.each(['TRACE', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('%s of a page', async (method) => {
  const answer = await ask('/rooms', { method, headers: { host: `localhost:${port}` } });
  expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
});

test.each([
  ['no id', { 'next-action': 'x' }, '[]'],
  ['another type', { 'content-type': 'application/x-www-form-urlencoded' }, 'a=1'],
  ['no JSON', {}, '[{"a":'],
  ['no arguments', {}, '{"a":1}'],
  ['a part that is not there', {}, '["$F1"]'],
  ['a form in text', {}, '["$K1"]'],
  ['a number that is none', {}, '["$nfoo"]'],
  ['a path that leads nowhere', {}, '[{"a":{}},"$0:0:b"]'],
  ['an object that holds itself', {}, '[{"a":"$0:0"}]'],
  ['half a form', { 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\nContent-Disp'],
  [
    'two lists of arguments',
    { 'content-type': 'multipart/form-data; boundary=b' },
    `${'--b\r\nContent-Disposition: form-data; name="0"\r\n\r\n[]\r\n'.repeat(2)}--b--\r\n`,
  ],
  ['a form without a boundary', { 'content-type': 'multipart/form-data' }, 'x'],
  ['too deep', {}, '['.repeat(5_000) + ']'.repeat(5_000)],
])('an action that React cannot read: %s', async (_what, headers, body) => {
  const host = `localhost:${port}`;
  const given = { host, ...action, ...headers };
  const [status] = await refused(ask('/rooms', { method: 'POST', headers: given, body }));
  expect(status).toBe(400);
});

test('an action as React writes it passes', async () => {
  const host = `localhost:${port}`;
  const form = new FormData();
  form.set('1_name', 'Anna');
  form.set('1_picture', new Blob([new Uint8Array([137, 80, 78, 71])]), 'a.png');
  form.set('0', '["$K1",{"note":"$$5","until":"$undefined","at":"$D2026-11-29T00:00:00.000Z"}]');
  const asSent = new Response(form);
  const forms = [
    ['text/plain;charset=UTF-8', Buffer.from('[{"from":"$undefined"}]')],
    ['text/plain;charset=UTF-8', Buffer.from('[{"rows":[{"gid":"g1"}],"first":"$0:0:rows:0"}]')],
    [asSent.headers.get('content-type') ?? '', Buffer.from(await asSent.arrayBuffer())],
  ] as const;
  for (const [type, body] of forms) {
    const headers = { host, ...action, 'content-type': type };
    expect((await ask('/rooms', { method: 'POST', headers, body })).status).toBe(200);
  }
});

test('an action of another build', async () => {
  const host = `localhost:${port}`;
  const other = { host, ...action, 'next-action': 'b'.repeat(42) };
  const answer = await ask('/rooms', { method: 'POST', headers: other, body: '[]' });
  expect([answer.status, answer.headers['x-nextjs-action-not-found']]).toEqual([409, '1']);
});

test('a change that the browser says comes from another site', async () => {
  for (const site of ['cross-site', 'same-site']) {
    expect(await refused(post('/api/rooms', 10, { 'sec-fetch-site': site }))).toEqual([403, 'wrong-address']);
  }
  expect((await post('/api/rooms', 10, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
});

test('a request without Host', async () => {
  const answer = await say('GET / HTTP/1.1\r\nConnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain("Content-Security-Policy: default-src 'none'");
});

async function say(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  let answer = '';
  for await (const chunk of socket.setEncoding('latin1')) answer += chunk;
  return answer;
}

test.each(['evil', 'localhost', ''])(
  'a second Host, which may be the one that a proxy checked: "%s"',
  async (second) => {
    const before = begun;
    const answer = await say(
      `GET /rooms HTTP/1.1\r\nHost: localhost:${port}\r\nHost: ${second}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(begun).toBe(before);
  },
);

test('a body that cannot be read is answered once, and Next does not see its request', async () => {
  const before = begun;
  const answer = await say(
    `POST /login HTTP/1.1\r\nHost: localhost:${port}\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nZZ\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer.match(/HTTP\/1\.1|Strict-Transport-Security/g)).toHaveLength(2);
  expect(begun).toBe(before);
});

test('a file takes no other method than GET and HEAD', async () => {
  for (const path of ['/icon-192.png', '/%69con-192.png?a=1', '/_next/static/chunks/%5Broot%5D_1.js']) {
    const answer = await ask(path, { method: 'POST', headers: { host: `localhost:${port}` } });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await ask(path, { headers: { host: `localhost:${port}` } })).status).toBe(200);
  }
});

test.each([
  '/_next/static/nothing.js',
  '/_next/static/chunks',
  '/_next/image?url=%2Ffavicon.ico&w=64&q=75',
  '/%5Fnext/image?url=%2Ffavicon.ico&w=64&q=75',
  '/_next/data/x.json',
  '/_next',
])('nothing is there below /_next: %s', async (path) => {
  const before = begun;
  for (const method of ['GET', 'HEAD', 'POST']) {
    const answer = await ask(path, { method, headers: { host: `localhost:${port}` } });
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  }
  expect(begun).toBe(before);
});

test.each<[string, string]>([
  ['range', 'bytes=9999999-'],
  ['if-range', '"x"'],
  ['if-match', '"x"'],
  ['if-unmodified-since', 'Mon, 01 Jan 1990 00:00:00 GMT'],
])('%s does not reach Next', async (name, value) => {
  const answer = await ask('/icon-192.png', { headers: { host: `localhost:${port}`, [name]: value } });
  expect([answer.status, JSON.parse(answer.text).headers[name]]).toEqual([200, undefined]);
});

test('bodies that were read no longer count: 90 MB, one after the other', async () => {
  for (let n = 0; n < 15; n += 1)
    expect((await post('/people', 6_000_000, { ...session, ...action })).status).toBe(200);
});

test('bodies in progress of one network take no place of another', async () => {
  const upload = (address: string) =>
    post('/people', 4_000_000, { ...session, ...action, 'x-test-address': address });
  const held = Array.from({ length: 5 }, () => {
    const headers = { host: `localhost:${port}`, ...session, ...action, 'x-test-address': '198.51.100.7' };
    const one = request({
      port,
      path: '/people',
      method: 'POST',
      headers: { ...headers, 'content-length': 6_000_001 },
    });
    one.on('error', () => {});
    one.write('x'.repeat(6_000_000));
    return one;
  });
  await expect.poll(async () => (await upload('198.51.100.8')).status).toBe(503);
  const busy = await upload('198.51.100.8');
  expect([busy.headers['retry-after'], busy.text]).toEqual([
    '5',
    expect.stringMatching(/^\[busy\] .*Nothing was done/),
  ]);
  expect((await upload('203.0.113.1')).status).toBe(200);
  for (const one of held) one.destroy();
  await expect.poll(async () => (await upload('198.51.100.8')).status).toBe(200);
});

test('a web socket, and a place in the router that is none', async () => {
  const host = `localhost:${port}`;
  const socket = { host, connection: 'upgrade', upgrade: 'websocket' };
  expect((await refused(ask('/', { headers: socket })))[0]).toBe(400);
  for (const tree of ['x', '%7B%7D', '%5B%5D', '%FF'])
    expect((await refused(ask('/', { headers: { host, 'next-router-state-tree': tree } })))[0]).toBe(400);
  const tree = encodeURIComponent('["",{"children":["rooms",{}]}]');
  expect((await ask('/', { headers: { host, 'next-router-state-tree': tree } })).status).toBe(200);
});
