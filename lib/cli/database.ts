import { findDataFolder } from '../db/embedded/data-folder';
import { startEmbeddedDatabase } from '../db/embedded/start-database';

export type OpenDatabase = {
  url: string;
  /** Where it is, for a person: never with the password. */
  place: string;
  close(): Promise<void>;
};

/** The user's database when `DATABASE_URL` names one, else the embedded one in `dataFolder`. */
export async function openDatabase(dataFolder: string = findDataFolder()): Promise<OpenDatabase> {
  const given = process.env.DATABASE_URL?.trim();
  if (given) return { url: given, place: 'the PostgreSQL of DATABASE_URL', close: async () => {} };
  const embedded = await startEmbeddedDatabase({ dataFolder });
  process.env.DATABASE_URL = embedded.url;
  return { url: embedded.url, place: `its own PostgreSQL in ${dataFolder}`, close: () => embedded.stop() };
}
