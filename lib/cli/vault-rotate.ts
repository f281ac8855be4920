import { parseArgs } from 'node:util';
import { connect, type Db } from '../db/client';
import { findDataFolder } from '../db/embedded/data-folder';
import { migrate } from '../db/migrate-database';
import { openVault, readKeyRows, VaultKeyError } from '../db/vault/vault-ring';
import { rotateVault } from '../desk/rotate-vault';
import { oldVaultKey, readEnv, vaultKey } from '../env';
import { provesKey } from '../vault';
import { countRunning } from './count-running';
import { openDatabase } from './database';
import { runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `Replaces the vault key.

  1. Stop Doordesk.
  2. Make a new key: node -p "crypto.randomBytes(32).toString('base64')"
  3. In the settings, put the new key into DOORDESK_VAULT_KEY and the old one into DOORDESK_VAULT_KEY_OLD.
  4. npm run vault:rotate
  5. Remove DOORDESK_VAULT_KEY_OLD, and start Doordesk. Keep a copy of the new key in another place. Keep the old key
     as long as backups that were made under it: without it they cannot be opened.

Everything that is sealed in the database is sealed with the new key. The old key is kept in the database, sealed with
the new one, so older manifests and audit entries can still be checked. People stay signed in. Nothing has changed until
the command says so: after an interruption, run it again.
Exit code: 0 the key was replaced, now or before; 1 it was not.`;

const applicationName = 'doordesk-rotate';

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(help);
    return 0;
  }
  loadSettingsFiles();
  const env = readEnv();
  const database = await openDatabase(findDataFolder(env.DOORDESK_DATA));
  const { db } = connect(database.url, 1, { name: applicationName });
  try {
    await migrate(database.url, { onWait: (words) => console.log(words) });
    return await rotate(db, vaultKey(), oldVaultKey());
  } finally {
    await db.destroy();
    await database.close();
  }
}

async function rotate(db: Db, next: Buffer, before: Buffer | null): Promise<number> {
  const current = (await readKeyRows(db)).at(-1);
  if (current && provesKey(current.proof, next)) {
    console.log(`DOORDESK_VAULT_KEY is in use, as key ${current.number}. Nothing is to be done.`);
    if (!before) console.log('To replace it: npm run vault:rotate -- --help');
    return 0;
  }
  if (!before || before.equals(next)) {
    console.error(
      'DOORDESK_VAULT_KEY_OLD must hold the key that is replaced: npm run vault:rotate -- --help',
    );
    return 1;
  }
  await openVault(db, before).catch((error: unknown) => {
    throw error instanceof VaultKeyError
      ? new VaultKeyError('DOORDESK_VAULT_KEY_OLD is not the key of this database. Nothing was changed.')
      : error;
  });
  // A running Doordesk would go on sealing with the old key.
  const others = await countRunning(db, applicationName);
  if (others > 0) {
    console.error(`Doordesk is running with this database (${others} connections). Stop it first.`);
    return 1;
  }
  const { keyNumber, sealed, unopened } = await rotateVault(db, { before, next });
  console.log(
    `The vault key was replaced. The new one is key ${keyNumber}. ${sealed} values were sealed again.`,
  );
  if (unopened > 0) console.log(`${unopened} values did not open with the old key, and stay as they are.`);
  console.log('Remove DOORDESK_VAULT_KEY_OLD from the settings, and start Doordesk.');
  return 0;
}

await runProgram(main);
