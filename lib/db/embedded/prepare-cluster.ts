import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { EmbeddedDatabaseError } from './fault';
import type { Binaries } from './find-binaries';
import { canEnter, type RunAs, runCommand } from './run-as';

export type Cluster = {
  folder: string;
  logFile: string;
  runAs: RunAs;
  binaries: Binaries;
  password: string;
  /** Speed instead of durability, for test runs. */
  ephemeral: boolean;
};

const clusterUser = 'doordesk';
export const databaseName = 'doordesk';
const passwordFile = 'doordesk-password';

export function clusterFolderOf(dataFolder: string): string {
  return path.join(dataFolder, 'postgres');
}

/** Two processes may do so at once: one of them wins. */
export function prepareCluster(options: {
  dataFolder: string;
  runAs: RunAs;
  binaries: Binaries;
  ephemeral: boolean;
}): Cluster {
  const { dataFolder, runAs, binaries, ephemeral } = options;
  const folder = clusterFolderOf(dataFolder);
  if (!canEnter(runAs, dataFolder)) {
    throw new EmbeddedDatabaseError(
      runAs
        ? `PostgreSQL runs as "${runAs.name}", which cannot enter ${dataFolder}. Set DOORDESK_DATA to a folder that every account can enter`
        : `The data folder ${dataFolder} belongs to another user. Set DOORDESK_DATA to a folder of your own`,
    );
  }
  if (!existsSync(folder)) createCluster({ folder, runAs, binaries });
  removeOldDrafts(folder);
  refuseOtherVersion(folder, binaries.majorVersion);
  return {
    folder: realpathSync(folder),
    logFile: path.join(dataFolder, 'postgres.log'),
    runAs,
    binaries,
    password: readPassword(folder),
    ephemeral,
  };
}

/** Made under a temporary name and renamed, so an interrupted initdb leaves nothing half made. */
function createCluster({
  folder,
  runAs,
  binaries,
}: {
  folder: string;
  runAs: RunAs;
  binaries: Binaries;
}): void {
  const draft = makeDraft(folder, runAs);
  try {
    const password = randomBytes(24).toString('base64url');
    const passwordPath = path.join(draft, passwordFile);
    writeOwned(passwordPath, password, runAs);
    const data = path.join(draft, 'data');
    mkdirSync(data, { mode: 0o700 });
    giveTo(data, runAs);
    const result = runCommand(runAs, binaries.initdb, [
      `--pgdata=${data}`,
      `--username=${clusterUser}`,
      `--pwfile=${passwordPath}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
    if (result.status !== 0) {
      const reason = result.error?.message ?? result.stderr.trim().split('\n').slice(-3).join(' ');
      throw new EmbeddedDatabaseError(`PostgreSQL's data folder could not be made in ${folder}: ${reason}`);
    }
    renameSync(passwordPath, path.join(data, passwordFile));
    renameSync(data, folder);
  } catch (error) {
    if (!existsSync(path.join(folder, 'PG_VERSION'))) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function makeDraft(folder: string, runAs: RunAs): string {
  try {
    const draft = mkdtempSync(`${folder}.new-`);
    chmodSync(draft, 0o700);
    giveTo(draft, runAs);
    return draft;
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `The data folder ${path.dirname(folder)} cannot be written to. Set DOORDESK_DATA to a folder of your own`,
      { cause },
    );
  }
}

function removeOldDrafts(folder: string): void {
  const parent = path.dirname(folder);
  const prefix = `${path.basename(folder)}.new-`;
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    const draft = path.join(parent, name);
    const age = Date.now() - (statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 3_600_000) rmSync(draft, { recursive: true, force: true });
  }
}

function giveTo(file: string, runAs: RunAs): void {
  if (runAs) chownSync(file, runAs.uid, runAs.gid);
}

function writeOwned(file: string, text: string, runAs: RunAs): void {
  writeFileSync(file, text, { mode: 0o600 });
  giveTo(file, runAs);
}

function readPassword(folder: string): string {
  try {
    return readFileSync(path.join(folder, passwordFile), 'utf8').trim();
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `${folder} cannot be opened: it belongs to another account, or is not a database that Doordesk made. Set DOORDESK_DATA to another folder`,
      { cause },
    );
  }
}

function refuseOtherVersion(folder: string, majorVersion: number): void {
  let found: number;
  try {
    found = Number.parseInt(readFileSync(path.join(folder, 'PG_VERSION'), 'utf8'), 10);
  } catch {
    return;
  }
  if (found === majorVersion) return;
  throw new EmbeddedDatabaseError(
    `${folder} was made by PostgreSQL ${found}, this version of Doordesk brings ${majorVersion}. Export with the older version, or set DOORDESK_DATA to a new folder`,
  );
}

const portFile = 'doordesk-port';

/** The same port again, because running processes know it. */
export function lastPort(cluster: Cluster): number {
  try {
    return Number.parseInt(readFileSync(path.join(cluster.folder, portFile), 'utf8'), 10) || 0;
  } catch {
    return 0;
  }
}

export function rememberPort(cluster: Cluster, port: number): void {
  writeOwned(path.join(cluster.folder, portFile), String(port), cluster.runAs);
}

export function databaseUrlOf(cluster: Cluster, port: number, database = databaseName): string {
  return `postgres://${clusterUser}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`;
}
