import path from 'node:path';
import { isLoopbackHost } from '../db/database-address';
import { findDataFolder, proveWritable } from '../db/embedded/data-folder';
import { isCompiled } from '../db/embedded/project-folder';
import { migrate } from '../db/migrate-database';
import { type Env, readEnv } from '../env';
import { settleRestoredCopy } from './allow-cloud';
import { readServeArguments } from './arguments';
import { runBackup, startBackups } from './backup/backup-schedule';
import { continueBuilt } from './builds';
import { openDatabase, openVaultAt } from './database';
import { untilAskedToStop } from './lifetime';
import { explainWithStack, runProgram } from './run-program';
import { choosePlace } from './serving/choose-place';
import { type Doordesk, startDoordesk } from './serving/supervise-server';
import { loadSettingsFiles } from './settings-files';

type Mode = 'production' | 'development';

export async function runDoordesk(mode: Mode, help: string): Promise<void> {
  const wanted = readServeArguments(help);
  const main = () => {
    loadSettingsFiles();
    return serve(mode, readEnv(), wanted);
  };
  await runProgram(main, { explain: explainWithStack });
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
