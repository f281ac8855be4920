import path from 'node:path';
import { parseArgs } from 'node:util';
import { anchorFile, readAnchors } from '../audit/anchor-file';
import { findDataFolder } from '../db/embedded/data-folder';
import { readEnv, vaultKey } from '../env';
import { pruneBackups, saveBackup } from './backup/save-backup';
import { openDatabase } from './database';
import { takeDemoSettings } from './demo-secrets';
import { explainFault, runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `npm run backup [-- --to FOLDER]

Saves every table as it is at one moment, sealed under DOORDESK_VAULT_KEY, into one file. Doordesk may go on serving.
The vault key is not in the file: without it the file cannot be opened. Keep a copy of the key in another place.

  --to FOLDER  instead of DOORDESK_BACKUP_DIR, or "backups" in the data folder

With DOORDESK_BACKUP_KEEP=N, older backups in the folder are removed, except the newest N.
Without settings it saves the data of \`npm run demo\`.
Exit code: 0 saved, 1 not saved.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { to: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  loadSettingsFiles();
  const demo = takeDemoSettings(findDataFolder());
  if (demo) console.log(`Without settings: the data of \`npm run demo\`, in ${demo}.`);
  const env = readEnv();
  const dataFolder = findDataFolder(env.DOORDESK_DATA);
  const folder = path.resolve(values.to ?? env.DOORDESK_BACKUP_DIR ?? path.join(dataFolder, 'backups'));
  // Read before the snapshot, so that no anchor is newer.
  const anchors = await readAnchors(anchorFile(dataFolder));
  const database = await openDatabase(dataFolder);
  try {
    const begun = performance.now();
    const saved = await saveBackup({ databaseUrl: database.url, root: vaultKey(), anchors, folder });
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    console.log(
      `Saved ${saved.rows} rows of ${saved.tables} tables in ${seconds} s: ${saved.file} (${saved.bytes} bytes, migration ${saved.migration}).`,
    );
    const removed = env.DOORDESK_BACKUP_KEEP ? pruneBackups(folder, env.DOORDESK_BACKUP_KEEP) : 0;
    if (removed > 0) console.log(`Removed ${removed} older ${removed === 1 ? 'backup' : 'backups'}.`);
    return 0;
  } finally {
    await database.close();
  }
}

await runProgram(main, { explain: (error) => `NOT SAVED. ${explainFault(error)}` });
