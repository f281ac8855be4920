import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startEmbeddedDatabase } from './start-database';

let dataFolder: string;
const parents: ChildProcess[] = [];

beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'doordesk-embedded-'));
  chmodSync(dataFolder, 0o711);
});

afterEach(async () => {
  for (const parent of parents.splice(0)) parent.kill('SIGKILL');
  await vi.waitFor(() => expect(isServed()).toBe(false), { timeout: 30_000 });
  rmSync(dataFolder, { recursive: true, force: true });
});

const inCluster = (name: string) => path.join(dataFolder, 'postgres', name);
const isServed = () => existsSync(inCluster('postmaster.pid'));
const serverPid = () => Number.parseInt(readFileSync(inCluster('postmaster.pid'), 'utf8'), 10);

async function ask<T extends pg.QueryResultRow>(url: string, query: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<T>(query)).rows;
  } finally {
    await client.end();
  }
}

async function startParent(): Promise<{ keeper: ChildProcess; url: string }> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = fileURLToPath(new URL('./keeper.ts', import.meta.url));
  const keeper = spawn(process.execPath, ['--import', loader, program, dataFolder, 'durable'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  parents.push(keeper);
  for await (const line of createInterface({ input: keeper.stdout }))
    return { keeper, url: JSON.parse(line).url };
  throw new Error('the keeper said nothing');
}

test('what was written is there after a stop and a start', async () => {
  const first = await startEmbeddedDatabase({ dataFolder });
  await ask(first.url, 'create table kept (n int); insert into kept values (7)');
  await first.stop();
  expect(isServed()).toBe(false);
  const second = await startEmbeddedDatabase({ dataFolder });
  expect(await ask(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await second.stop();
});

test('the password is random, known only to the owner, and asked for', async () => {
  const database = await startEmbeddedDatabase({ dataFolder });
  expect(statSync(inCluster('doordesk-password')).mode & 0o777).toBe(0o600);
  const wrong = new URL(database.url);
  wrong.password = 'guess';
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  const rows = await ask<{ address: string }>(database.url, 'select inet_server_addr()::text as address');
  expect(rows[0]?.address).toMatch(/^127\.0\.0\.1/);
  await database.stop();
});

test('two processes that begin at the same moment share one server; the last to leave stops it', async () => {
  const [first, second] = await Promise.all([
    startEmbeddedDatabase({ dataFolder }),
    startEmbeddedDatabase({ dataFolder }),
  ]);
  expect(first.url).toBe(second.url);
  await first.stop();
  expect(await ask(second.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await second.stop();
  expect(isServed()).toBe(false);
});

test('a server whose keeper was killed is adopted, and stopped with the one who adopted it', async () => {
  const { keeper, url } = await startParent();
  const pid = serverPid();
  keeper.kill('SIGKILL');
  const adopted = await startEmbeddedDatabase({ dataFolder });
  expect(adopted.url).toBe(url);
  expect(serverPid()).toBe(pid);
  await adopted.stop();
  expect(isServed()).toBe(false);
});

test('the end of the process that started it stops the server', async () => {
  const { keeper } = await startParent();
  expect(isServed()).toBe(true);
  keeper.stdin?.destroy();
  await vi.waitFor(() => expect(isServed()).toBe(false), { timeout: 30_000 });
});

test('a server that dies is started again under the same address', async () => {
  const database = await startEmbeddedDatabase({ dataFolder });
  process.kill(serverPid(), 'SIGKILL');
  await vi.waitFor(async () => expect(await ask(database.url, 'select 1 as n')).toEqual([{ n: 1 }]), {
    timeout: 30_000,
    interval: 200,
  });
  await database.stop();
});

test('a pid file whose number belongs to another process now does not stand in the way', async () => {
  const first = await startEmbeddedDatabase({ dataFolder });
  const pidFile = readFileSync(inCluster('postmaster.pid'), 'utf8');
  await first.stop();
  writeFileSync(inCluster('postmaster.pid'), pidFile.replace(/^\d+/, String(process.pid)));
  const second = await startEmbeddedDatabase({ dataFolder });
  expect(await ask(second.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await second.stop();
});

test('a folder of another version is refused in plain words', async () => {
  const first = await startEmbeddedDatabase({ dataFolder });
  await first.stop();
  writeFileSync(inCluster('PG_VERSION'), '14\n');
  await expect(startEmbeddedDatabase({ dataFolder })).rejects.toThrow(/made by PostgreSQL 14/);
});
