import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { GET } from '@/app/api/events/stream/route';
import { endSessions } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';
import { arrive } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenEvents, freshenRoom } from '../feed/freshen';
import { eventsQuery } from '../search/schema';
import { listEvents } from './data';
import type { NewerAnswer } from './newer-events';
import { mostStreams } from './stream';

useDatabase();
const { simulator } = useSimulator();
const context = { params: Promise.resolve({}) };
let manager: SignedIn;
let landlord: SignedIn;
let children: ChildProcess[] = [];

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
  await freshenEvents(manager.scope);
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
});

function elsewhere(code: string): Promise<unknown> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', './lib/testing/vault-key.ts', '-e', code],
    {
      env: process.env,
      stdio: 'inherit',
    },
  );
  children.push(child);
  return once(child, 'exit');
}

type Open = { next(): Promise<NewerAnswer | null>; close(): void; status: number };

async function open(who: SignedIn, query = ''): Promise<Open> {
  const stop = new AbortController();
  const request = new Request(`http://doordesk.test/api/events/stream?${query}`, { signal: stop.signal });
  const response = await who.as(() => GET(request, context));
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    status: response.status,
    close: () => stop.abort(),
    async next() {
      while (true) {
        const end = text.indexOf('\n\n');
        if (end >= 0) {
          const event = text.slice(0, end);
          text = text.slice(end + 2);
          if (event.startsWith('data: ')) return JSON.parse(event.slice(6)) as NewerAnswer;
          continue;
        }
        const part = await reader?.read();
        if (!part || part.done) return null;
        text += part.value;
      }
    },
  };
}

async function top(): Promise<string> {
  const { rows } = await listEvents(manager.scope, eventsQuery.parse({ limit: 1 }));
  return rows[0]?.id ?? '';
}

function arriveNow(count: number): void {
  const channel = manager.scope.channels[0];
  if (!channel) throw new Error('no channel');
  arrive(
    simulator().cloud,
    channel.gid,
    Array.from({ length: count }, () => ({ type: 2, codeName: 'Streamed', channel: channel.channel })),
  );
}

test('says at once how many are newer, then what arrives, and only what matches', async () => {
  const before = await top();
  const stream = await open(manager, `before=${before}`);
  const narrow = await open(manager, `before=${before}&q=nobody-of-this-name`);
  expect(await stream.next()).toMatchObject({ count: 0, over: false });
  expect(await narrow.next()).toMatchObject({ count: 0 });
  arriveNow(3);
  await freshenEvents(manager.scope, { anyway: true });
  let heard = await stream.next();
  while (heard && heard.count < 3) heard = await stream.next();
  expect(heard).toMatchObject({ count: 3 });
  const other = await open(manager, `before=${before}&q=nobody-of-this-name`);
  expect(await other.next()).toMatchObject({ count: 0 });
  for (const one of [stream, narrow, other]) one.close();
});

test('notifies readers of a room when an event turns out to be of that room', async () => {
  const [channel] = manager.scope.channels;
  if (!channel) throw new Error('no channel');
  const { gid, roomKey } = channel;
  const stream = await open(manager, `before=${await top()}&room=${encodeURIComponent(roomKey)}`);
  expect(await stream.next()).toMatchObject({ count: 0 });
  arrive(simulator().cloud, gid, [{ type: 0, channel: channel.channel }]);
  await freshenEvents(manager.scope, { anyway: true, doors: [gid], deep: 'newest' });
  await freshenRoom(manager.scope, roomKey);
  expect(await stream.next()).toMatchObject({ count: 1 });
  stream.close();
});

test('hears of events that another process writes', async () => {
  const before = await top();
  const stream = await open(manager, `before=${before}`);
  expect(await stream.next()).toMatchObject({ count: 0 });
  arriveNow(2);
  await elsewhere(`
    Promise.all([import('./lib/auth/scope.ts'), import('./lib/archive/feed/freshen.ts')])
      .then(async ([{ scopeOfSession }, { freshenEvents }]) => {
        await freshenEvents(await scopeOfSession('${manager.scope.sessionId}'), { anyway: true });
        process.exit(0);
      })`);
  let heard = await stream.next();
  while (heard && heard.count < 2) heard = await stream.next();
  expect(heard).toMatchObject({ count: 2 });
  stream.close();
});

test('goes on after the connection that listens was cut', async () => {
  const before = await top();
  const stream = await open(manager, `before=${before}`);
  expect(await stream.next()).toMatchObject({ count: 0 });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query ilike 'listen%' and pid <> pg_backend_pid()`.execute(
    getDb(),
  );
  arriveNow(1);
  await freshenEvents(manager.scope, { anyway: true });
  let heard = await stream.next();
  while (heard && heard.count < 1) heard = await stream.next();
  expect(heard).toMatchObject({ count: 1 });
  stream.close();
});

test('counts no events of a room that was taken away while it was open', async () => {
  await freshenEvents(landlord.scope, { anyway: true });
  const [room] = landlord.scope.channels;
  if (!room) throw new Error('the landlord has no room');
  const own = `room=${room.roomKey}`;
  const stream = await open(landlord, own);
  const first = await stream.next();
  expect(first?.count).toBeGreaterThan(0);
  const { workspaceId } = landlord.scope;
  const present = async (is: boolean) => {
    await getDb()
      .updateTable('room_channel')
      .set({ present: is })
      .where('workspace_id', '=', workspaceId)
      .where('room_key', '=', room.roomKey)
      .execute();
    // Another list has another hash: processes keep a list in memory by it.
    await getDb()
      .updateTable('device_list')
      .set({ content_hash: randomBytes(32) })
      .where('workspace_id', '=', workspaceId)
      .execute();
  };
  await present(false);
  arrive(simulator().cloud, room.gid, [{ type: 0, channel: room.channel }]);
  await freshenEvents(landlord.scope, { anyway: true });
  expect(await stream.next()).toMatchObject({ count: 0 });
  stream.close();
  await present(true);
});

test('refuses strangers, doors of others, nonsense, and more streams than a browser needs', async () => {
  const at = (query: string) => new Request(`http://doordesk.test/api/events/stream?${query}`);
  expect((await asStranger(() => GET(at(''), context))).status).toBe(401);
  const foreign = manager.scope.channels.find(
    ({ gid }) => !landlord.scope.channels.some((own) => own.gid === gid),
  )?.gid;
  expect((await landlord.as(() => GET(at(`door=${foreign}`), context))).status).toBe(404);
  expect((await manager.as(() => GET(at('before=x'), context))).status).toBe(400);

  const streams = await Promise.all(Array.from({ length: mostStreams }, () => open(landlord)));
  await Promise.all(streams.map((stream) => stream.next()));
  expect((await open(landlord)).status).toBe(429);
  streams[0]?.close();
  while ((await streams[0]?.next()) !== null);
  const again = await open(landlord);
  expect(again.status).toBe(200);
  for (const one of [...streams, again]) one.close();
});

test('ends with the session, also when another process ends it', async () => {
  const { accounts } = simulator();
  const brief = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  const here = await open(brief);
  await here.next();
  await endSessions(getDb(), { ids: [brief.scope.sessionId], reason: 'signed-out' });
  while ((await here.next()) !== null);

  const second = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  const there = await open(second);
  await there.next();
  await elsewhere(`
    Promise.all([import('./lib/auth/session.ts'), import('./lib/db/client.ts')])
      .then(async ([{ endSessions }, { getDb }]) => {
        await endSessions(getDb(), { ids: ['${second.scope.sessionId}'], reason: 'signed-out' });
        process.exit(0);
      })`);
  while ((await there.next()) !== null);
});
