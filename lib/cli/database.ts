import { connect } from '../db/client';
import { findAddressFault } from '../db/database-address';
import { findDataFolder } from '../db/embedded/data-folder';
import { startEmbeddedDatabase } from '../db/embedded/start-database';
import { openVault } from '../db/vault/vault-ring';
import { EnvError, vaultKey } from '../env';

export type OpenDatabase = {
  url: string;
  /** For people to read: never holds the password. */
  place: string;
  close(): Promise<void>;
};

/** The database of `DATABASE_URL`, or the embedded one in `dataFolder`. */
export async function openDatabase(dataFolder: string = findDataFolder()): Promise<OpenDatabase> {
  const given = process.env.DATABASE_URL?.trim();
  if (given) {
    const mayBePlain = process.env.DOORDESK_ALLOW_PLAIN_DATABASE?.trim() === '1';
    const fault = findAddressFault(given, { mayBePlain });
    if (fault) throw new EnvError([{ name: 'DATABASE_URL', fault }]);
    return { url: given, place: 'the PostgreSQL of DATABASE_URL', close: async () => {} };
  }
  const embedded = await startEmbeddedDatabase({ dataFolder });
  process.env.DATABASE_URL = embedded.url;
  return { url: embedded.url, place: `its own PostgreSQL in ${dataFolder}`, close: () => embedded.stop() };
}

/** Throws `VaultKeyError` in words before anything is served with another key. */
export async function openVaultAt(databaseUrl: string): Promise<void> {
  const { db } = connect(databaseUrl, 1);
  try {
    await openVault(db, vaultKey());
  } finally {
    await db.destroy();
  }
}
