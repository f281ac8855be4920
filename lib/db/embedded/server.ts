import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { EmbeddedDatabaseError } from './fault';
import { findFreePort, servesFolder } from './find-process';
import { type Cluster, databaseUrlOf, lastPort, rememberPort } from './prepare-cluster';
import { runCommand, spawnOptions } from './run-as';

const patience = 60_000;

/** The port of the cluster's server. Uses a running one, left by a `kill -9` or shared with another process. */
export async function ensureServer(cluster: Cluster): Promise<number> {
  const deadline = Date.now() + patience;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
    const running = readPostmaster(cluster);
    if (running && (await answers(cluster, running.port))) return running.port;
    if (!running || !servesFolder(running.pid, cluster.folder)) {
      if (running) setAsidePidFile(cluster, running.pid);
      const port = await startServer(cluster, deadline);
      if (port) return port;
    }
    if (Date.now() > deadline)
      throw new EmbeddedDatabaseError(`PostgreSQL does not start: ${logTail(cluster)}`);
    // Starting, stopping, or killed and not yet reaped.
    await sleep(pause);
  }
}

type Postmaster = { pid: number; port: number };

function readPostmaster(cluster: Cluster): Postmaster | null {
  try {
    const lines = readFileSync(path.join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    return pid > 0 ? { pid, port: Number.parseInt(lines[3] ?? '', 10) || 0 } : null;
  } catch {
    return null;
  }
}

/** PostgreSQL trusts a stale pid file if another process of the same account now has the number. */
function setAsidePidFile(cluster: Cluster, stalePid: number): void {
  const file = path.join(cluster.folder, 'postmaster.pid');
  const aside = `${file}.stale`;
  try {
    renameSync(file, aside);
    if (Number.parseInt(readFileSync(aside, 'utf8'), 10) !== stalePid) renameSync(aside, file);
  } catch {
    // The file is gone already.
  }
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  if (!port) return false;
  const client = new pg.Client({
    connectionString: databaseUrlOf(cluster, port, 'postgres'),
    connectionTimeoutMillis: 3_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory === cluster.folder;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function startServer(cluster: Cluster, deadline: number): Promise<number | null> {
  const port = await findFreePort(lastPort(cluster));
  const log = openLog(cluster);
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.folder, ...settings(cluster, port)], {
    ...spawnOptions(cluster.runAs),
    // A process group of its own, so Ctrl+C in the terminal does not stop it.
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  while (!ended && Date.now() < deadline) {
    const running = readPostmaster(cluster);
    if (running?.pid === child.pid && (await answers(cluster, port))) {
      rememberPort(cluster, port);
      return port;
    }
    await sleep(30);
  }
  return null;
}

function settings(cluster: Cluster, port: number): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    // A socket file's folder would have to be shared with PostgreSQL's account.
    unix_socket_directories: '',
    max_connections: 200,
    // A query over the whole archive locks each month's partition with its indexes.
    max_locks_per_transaction: 256,
    // The first reading fills empty tables in seconds. Without statistics the planner joins them row by row.
    autovacuum_naptime: '10s',
    password_encryption: 'scram-sha-256',
    // The log must not repeat statements and their values.
    log_min_error_statement: 'panic',
    log_min_messages: 'warning',
    logging_collector: 'off',
    ...(cluster.ephemeral ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function openLog(cluster: Cluster): number {
  const log = openSync(cluster.logFile, 'a', 0o600);
  if (statSync(cluster.logFile).size > 10_000_000) truncateSync(cluster.logFile);
  return log;
}

function logTail(cluster: Cluster): string {
  try {
    return readFileSync(cluster.logFile, 'utf8').trim().split('\n').slice(-3).join(' ');
  } catch {
    return `nothing in ${cluster.logFile}`;
  }
}

export function stopServer(cluster: Cluster): void {
  for (const mode of ['fast', 'immediate']) {
    const args = ['stop', '-D', cluster.folder, '-m', mode, '-w', '-t', '30'];
    if (runCommand(cluster.runAs, cluster.binaries.pgCtl, args).status === 0) return;
    if (!readPostmaster(cluster)) return;
  }
}
