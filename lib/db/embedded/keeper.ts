/**
 * Keeps the embedded PostgreSQL while its parent lives, and stops it when the parent ends, even by `kill -9`, because then
 * standard input closes.
 * Several keepers may share one server. Each holds a shared advisory lock. The one that gets the exclusive lock when it
 * leaves was the last. A lock ends with its connection, so nothing stale remains.
 */
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries } from './find-binaries';
import {
  type Cluster,
  clusterFolderOf,
  databaseName,
  databaseUrlOf,
  prepareCluster,
} from './prepare-cluster';
import { chooseAccount } from './run-as';
import { ensureServer, stopServer } from './server';

const holdersLock = 7_201_944;

const [dataFolder = '', mode] = process.argv.slice(2);
const ephemeral = mode === 'ephemeral';
let leaving = false;

type Hold = { client: pg.Client; port: number };

async function hold(cluster: Cluster): Promise<Hold> {
  for (let attempt = 1; ; attempt++) {
    const port = await ensureServer(cluster);
    const client = new pg.Client({
      connectionString: databaseUrlOf(cluster, port, 'postgres'),
      keepAlive: true,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select pg_advisory_lock_shared($1)', [holdersLock]);
      await createDatabase(client);
      return { client, port };
    } catch (error) {
      await client.end().catch(() => {});
      if (attempt >= 10) throw error;
      await sleep(100 * attempt);
    }
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
  if (rowCount) return;
  try {
    await client.query(`create database ${databaseName}`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== '42P04' && code !== '23505') throw error;
  }
}

async function isLastHolder(client: pg.Client): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1)', [holdersLock]);
  const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [
    holdersLock,
  ]);
  return rows[0]?.last === true;
}

/** A killed parent may leave processes that are still finishing their work. A parent that says "stop" has waited for them. */
async function untilOthersAreDone(client: pg.Client): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 100) {
    const { rows } = await client.query<{ others: boolean }>(
      `select exists (select from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()) as others`,
    );
    if (!rows[0]?.others) return;
    await sleep(100);
  }
}

/** Until the parent ends or says "stop". Starts the server again if it dies before. */
async function keep(cluster: Cluster): Promise<void> {
  let held = await hold(cluster);
  process.stdout.write(`${JSON.stringify({ url: databaseUrlOf(cluster, held.port) })}\n`);
  let isOrdered = false;
  const parentEnds = new Promise<void>((resolve) => {
    const leave = () => {
      leaving = true;
      resolve();
    };
    process.stdin.on('data', () => {
      isOrdered = true;
    });
    process.stdin.on('end', leave).on('close', leave).on('error', leave);
    // A signal to all processes of a service is for the parent, which needs the database for a while.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
  });
  while (!leaving) {
    const client = held.client;
    await Promise.race([parentEnds, new Promise<void>((resolve) => client.once('end', () => resolve()))]);
    if (!leaving) held = await hold(cluster);
  }
  const last = await isLastHolder(held.client).catch(() => false);
  if (last) {
    if (!isOrdered) await untilOthersAreDone(held.client).catch(() => {});
    stopServer(cluster);
  }
  await held.client.end().catch(() => {});
}

// The parent may be gone already.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

try {
  const runAs = chooseAccount(clusterFolderOf(dataFolder));
  const cluster = prepareCluster({ dataFolder, runAs, binaries: findBinaries(runAs), ephemeral });
  await keep(cluster);
  if (ephemeral) rmSync(dataFolder, { recursive: true, force: true });
  process.exit(0);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${JSON.stringify({ error: message })}\n`, () => process.exit(1));
}
