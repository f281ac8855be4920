import { chmodSync, createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { anchorFile } from '../audit/anchor-file';
import { connect } from '../db/client';
import { findDataFolder, proveWritable } from '../db/embedded/data-folder';
import { startEmbeddedDatabase } from '../db/embedded/start-database';
import { migrate } from '../db/migrate-database';
import { openVault } from '../db/vault/vault-ring';
import { oldVaultKey, readEnv, vaultKey } from '../env';
import { checkRestored } from './backup/check-restored';
import { keepAnchors } from './backup/keep-anchors';
import { type Restored, restoreBackup } from './backup/restore-backup';
import { openDatabase } from './database';
import { takeDemoSettings } from './demo-secrets';
import { untilAskedToStop } from './lifetime';
import { requireFile } from './require-file';
import { explainFault, runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `npm run restore -- FILE [--verify]

Loads a backup into the empty database of DATABASE_URL, or of DOORDESK_DATA without it. Needs the DOORDESK_VAULT_KEY under
which the backup was made, or that key in DOORDESK_VAULT_KEY_OLD. If it is cut short, the database stays empty: run it again.
The restored copy does not talk to the cloud until it was started once with: npm start -- --allow-cloud

  --verify  loads it into a PostgreSQL of its own in a temporary folder instead, checks the audit log, the manifests of
            exported files and the events of each door, says how long it took, and removes the folder. Without settings
            it uses those of \`npm run demo\`

Exit code: 0 all is well, 1 not restored, or something is missing.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { verify: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [file, more] = positionals;
  if (values.help || !file || more) {
    console.log(help);
    return values.help ? 0 : 1;
  }
  requireFile(file);
  loadSettingsFiles();
  if (values.verify) takeDemoSettings(findDataFolder());
  const env = readEnv();
  return values.verify ? await verify(file) : await restore(file, findDataFolder(env.DOORDESK_DATA));
}

async function restore(file: string, dataFolder: string): Promise<number> {
  // The audit anchor is written there after everything else.
  proveWritable(dataFolder);
  const database = await openDatabase(dataFolder);
  try {
    const { restored, seconds } = await load(database.url, file);
    reportRestored(restored, seconds);
    console.log(keepAnchors(anchorFile(dataFolder), restored.head.anchors));
    if (!restored.root.equals(vaultKey()))
      console.log('It was made under DOORDESK_VAULT_KEY_OLD. Run this next: npm run vault:rotate');
    console.log('It does not talk to the cloud until it was started once with: npm start -- --allow-cloud');
    return 0;
  } finally {
    await database.close();
  }
}

async function verify(file: string): Promise<number> {
  const stopped = untilAskedToStop().then(() => {
    console.error('NOT CHECKED. The command was stopped, and its temporary database is removed.');
    return 130;
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-verify-'));
  try {
    // PostgreSQL may run under another account, which must be able to enter this folder.
    chmodSync(folder, 0o711);
    const database = await startEmbeddedDatabase({ dataFolder: folder, ephemeral: true });
    try {
      return await Promise.race([stopped, check(database.url, file)]);
    } finally {
      await database.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function check(databaseUrl: string, file: string): Promise<number> {
  const { restored, seconds } = await load(databaseUrl, file);
  reportRestored(restored, seconds);
  // The checks are written for the tables of this version.
  await migrate(databaseUrl);
  const { db } = connect(databaseUrl, 2);
  const begun = performance.now();
  await openVault(db, restored.root);
  const report = await checkRestored(db, restored.head.anchors).finally(() => db.destroy());
  for (const fault of report.faults) console.log(`- ${fault}`);
  const checked = ((performance.now() - begun) / 1_000).toFixed(1);
  console.log(
    `Checked in ${checked} s: ${report.auditEntries} audit entries, ${report.manifests} manifests, the events of ${report.doors} doors. ${
      report.faults.length === 0 ? 'All is well.' : `FAULTS: ${report.faults.length}.`
    }`,
  );
  return report.faults.length === 0 ? 0 : 1;
}

async function load(databaseUrl: string, file: string): Promise<{ restored: Restored; seconds: string }> {
  const begun = performance.now();
  const roots = [vaultKey(), oldVaultKey()].filter((root) => root !== null);
  const restored = await restoreBackup({ databaseUrl, roots, source: createReadStream(file) });
  return { restored, seconds: ((performance.now() - begun) / 1_000).toFixed(1) };
}

function reportRestored({ head, tables, rows, leftOutQueue }: Restored, seconds: string): void {
  console.log(
    `Restored ${rows} rows of ${tables} tables in ${seconds} s: the backup of ${head.madeAt}, migration ${head.migrations.at(-1)}.`,
  );
  if (leftOutQueue)
    console.log('The queue of jobs is of another version and was left out. Doordesk queues its jobs again.');
}

await runProgram(main, { explain: (error) => `NOT RESTORED. ${explainFault(error)}` });
