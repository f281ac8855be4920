import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { createDrain } from '../serving/drain-server';
import { createFront } from '../serving/front-server';
import { createGate } from '../serving/request-limiter';
import { type DatabaseWatch, watchDatabase } from '../serving/watch-database';
import { checkProxy } from './check-proxy';

const database = useDatabase();
const servers: Server[] = [];
let watch: DatabaseWatch | undefined;

afterEach(() => {
  watch?.close();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function behindProxy({ passesHost }: { passesHost: boolean }): Promise<URL> {
  const desk = createServer();
  const inner = await listen(desk);
  const outer = await listen(
    createServer(({ url, headers }, response) => {
      const host = passesHost ? headers.host : `127.0.0.1:${inner}`;
      httpRequest({ port: inner, host: '127.0.0.1', path: url, headers: { ...headers, host } }, (answer) => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      }).end();
    }),
  );
  const own = new URL(`http://localhost:${outer}`);
  watch = watchDatabase(database.url);
  const handle = (_: unknown, response: import('node:http').ServerResponse) => void response.end('{}');
  desk.on(
    'request',
    createFront({ gate: createGate(), own, drain: createDrain(desk), database: watch, handle }),
  );
  return own;
}

test('a proxy that passes Host on is accepted', async () => {
  expect(await checkProxy(await behindProxy({ passesHost: true }))).toMatchObject({ state: 'ok' });
});

test('one that does not is reported, with the missing setting', async () => {
  const found = await checkProxy(await behindProxy({ passesHost: false }));
  expect(found).toMatchObject({ step: 'proxy', state: 'failed' });
  expect(found.remedy?.join()).toContain('proxy_set_header Host $host;');
});

test('a Doordesk that is not running is not a fault', async () => {
  expect(await checkProxy(new URL('http://localhost:1'))).toMatchObject({ state: 'skipped' });
});
