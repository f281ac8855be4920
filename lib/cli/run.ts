import path from 'node:path';
import { describeConnectionFailure, isConnectionFailure, isLoopbackHost } from '../db/database-address';
import { findDataFolder, proveWritable } from '../db/embedded/data-folder';
import { EmbeddedDatabaseError } from '../db/embedded/fault';
import { isCompiled } from '../db/embedded/project-folder';
import { MigrationError, migrate } from '../db/migrate-database';
import { VaultKeyError } from '../db/vault/vault-ring';
import { type Env, EnvError, readEnv } from '../env';
import { settleRestoredCopy } from './allow-cloud';
import { readServeArguments } from './arguments';
import { runBackup, startBackups } from './backup/backup-schedule';
import { BackupFault } from './backup/seal-stream';
import { continueBuilt } from './builds';
import { openDatabase, openVaultAt } from './database';
import { untilAskedToStop } from './lifetime';
import { choosePlace } from './serving/choose-place';
import { type Doordesk, ServeError, startDoordesk } from './serving/supervise-server';
import { loadSettingsFiles } from './settings-files';

type Mode = 'production' | 'development';

export async function runDoordesk(mode: Mode, help: string): Promise<void> {
  const wanted = readServeArguments(help);
  loadSettingsFiles();
  try {
    process.exitCode = await serve(mode, readEnv(), wanted);
  } catch (error) {
    const words = explain(error);
    if (!words) throw error;
    console.error(words);
    process.exitCode = 1;
  }
  process.exit();
}

const explained = [
  BackupFault,
  EmbeddedDatabaseError,
  EnvError,
  MigrationError,
  ServeError,
  VaultKeyError,
] as const;

/** Explains a failure that users can cause or fix; null for a fault of ours. */
export function explain(error: unknown): string | null {
  if (error instanceof Error && explained.some((kind) => error instanceof kind)) return error.message;
  return isConnectionFailure(error) ? describeConnectionFailure(error) : null;
}

type Wanted = ReturnType<typeof readServeArguments>;

async function serve(mode: Mode, env: Env, wanted: Wanted) {
  const asked = untilAskedToStop();
  const port = wanted.port ?? env.PORT;
  const address = env.NEXTAUTH_URL ?? `http://localhost:${port}`;
  if (mode === 'production' && !isCompiled && !(await continueBuilt('lib/cli/start'))) return 1;

  const dataFolder = findDataFolder(env.DOORDESK_DATA);
  proveWritable(dataFolder);
  const database = await openDatabase(dataFolder);
  let doordesk: Doordesk | undefined;
  let endBackups: (() => Promise<void>) | undefined;
  try {
    await migrate(database.url, { onWait: (words) => console.log(words) });
    await openVaultAt(database.url);
    const copy = await settleRestoredCopy(database.url, wanted.allowCloud);
    if (copy) console.log(copy);
    // The development server writes into the project.
    const place = mode === 'production' ? choosePlace({ dataFolder, port }) : undefined;
    if (place?.staysRoot) console.log(`Doordesk serves as root, because ${place.staysRoot}.`);
    doordesk = await startDoordesk({
      mode,
      port,
      host: chooseHost(wanted.host ?? env.DOORDESK_HOST, address),
      ...(place ? { place } : {}),
      settings: { DATABASE_URL: database.url, DOORDESK_DATA: dataFolder, NEXTAUTH_URL: address },
    });
    console.log(`Doordesk is ready at ${address}, with ${database.place}.`);
    if (mode === 'production') endBackups = scheduleBackups(env, dataFolder, database.url);
    const code = await Promise.race([asked.then(() => 0), doordesk.ended]);
    if (code !== 0) console.error('Doordesk ended unexpectedly; see above.');
    return code;
  } finally {
    await endBackups?.();
    await doordesk?.stop();
    await database.close();
  }
}

function scheduleBackups(env: Env, dataFolder: string, url: string): (() => Promise<void>) | undefined {
  if (!env.DOORDESK_BACKUP_EVERY) return undefined;
  const folder = path.resolve(env.DOORDESK_BACKUP_DIR ?? path.join(dataFolder, 'backups'));
  const settings = { DATABASE_URL: url, DOORDESK_DATA: dataFolder };
  return startBackups({
    folder,
    everyMs: env.DOORDESK_BACKUP_EVERY,
    run: (signal) => runBackup({ folder, settings }, signal),
  });
}

/** Behind a proxy on this machine, others need not reach the port. Empty: every address. */
export function chooseHost(given: string | undefined, address: string): string {
  if (given) return given;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || isLoopbackHost(hostname) ? '127.0.0.1' : '';
}
