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

/**
 * Makes sure that a server runs on the cluster, and says on which port: one that lives already, after a `kill -9` of
 * who started it or because another process shares it, is adopted.
 */
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

/** postmaster.pid: line 1 is the process, line 4 the port. */
function readPostmaster(cluster: Cluster): Postmaster | null {
  try {
    const lines = readFileSync(path.join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    return pid > 0 ? { pid, port: Number.parseInt(lines[3] ?? '', 10) || 0 } : null;
  } catch {
    return null;
  }
}

/** PostgreSQL trusts a stale pid file when the number lives again as another process of the same account. */
function setAsidePidFile(cluster: Cluster, stalePid: number): void {
  const file = path.join(cluster.folder, 'postmaster.pid');
  const aside = `${file}.stale`;
  try {
    renameSync(file, aside);
    // Somebody started a server between our look and our move.
    if (Number.parseInt(readFileSync(aside, 'utf8'), 10) !== stalePid) renameSync(aside, file);
  } catch {
    // Gone already.
  }
}

/** Whether our own cluster, and no other server that took the port, answers there. */
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

/** Starts a server; `null` when it ended at once, for instance because another one was faster. */
async function startServer(cluster: Cluster, deadline: number): Promise<number | null> {
  const port = await findFreePort(lastPort(cluster));
  const log = openLog(cluster);
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.folder, ...settings(cluster, port)], {
    ...spawnOptions(cluster.runAs),
    // A group of its own: Ctrl+C in the terminal is for us, and we stop it in good order.
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
    // No socket file: its folder would have to be shared with the account that PostgreSQL runs under.
    unix_socket_directories: '',
    max_connections: 200,
    password_encryption: 'scram-sha-256',
    // The log must not repeat statements and what stands in them.
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
    return `no word in ${cluster.logFile}`;
  }
}

/** Stops the server in good order: open transactions are rolled back, what was committed is on disk. */
export function stopServer(cluster: Cluster): void {
  for (const mode of ['fast', 'immediate']) {
    const args = ['stop', '-D', cluster.folder, '-m', mode, '-w', '-t', '30'];
    if (runCommand(cluster.runAs, cluster.binaries.pgCtl, args).status === 0) return;
    if (!readPostmaster(cluster)) return;
  }
}
