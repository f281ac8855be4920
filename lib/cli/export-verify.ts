import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../db/client';
import { findDataFolder } from '../db/embedded/data-folder';
import { openVault } from '../db/vault/vault-ring';
import { readEnv, vaultKey } from '../env';
import { keyNumberOf, readManifest } from '../files/record/manifest';
import { manifestKeyOfRoot, manifestPublicKey } from '../files/record/signature';
import { type FileFault, judge, sumOf } from '../files/record/verify-file';
import { VaultError } from '../vault';
import { openDatabase } from './database';
import { takeDemoSettings } from './demo-secrets';
import { requireFile } from './require-file';
import { explainFault, runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `Checks an exported file against its manifest.

  npm run export:verify -- FILE                    the manifest is FILE.manifest.json
  npm run export:verify -- FILE --manifest OTHER   or another file
  npm run export:verify -- FILE --database         or Doordesk's own record of a file with this content
  npm run export:verify -- FILE --key BASE64       the signature by a public key that you noted; needs no settings

Download the manifest from the list under /exports. Its signature is checked with the key that follows from
DOORDESK_VAULT_KEY, or without settings from that of \`npm run demo\` on this machine. Use --key without that setting.
Files that were signed with an older key of the vault also need the database, which has that key.

Exit code: 0: the file is what was exported; 1: changed; 2: cut short; 3: the manifest is forged, or was signed under
another DOORDESK_VAULT_KEY; 4: there is no manifest, or it cannot be read; 5: it could not be checked.`;

const codes: Record<FileFault, number> = { changed: 1, 'cut-short': 2, forged: 3, unreadable: 4 };
const sentences: Record<FileFault, string> = {
  changed: 'CHANGED: the file is not what was exported. Its content differs from the manifest’s SHA-256.',
  'cut-short':
    'CUT SHORT: the file is shorter than what was exported. The download may have been interrupted.',
  forged:
    'MANIFEST FORGED: its signature is not valid. It was changed, or signed under another DOORDESK_VAULT_KEY.',
  unreadable: 'NO MANIFEST: the given file cannot be read as a manifest.',
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      manifest: { type: 'string' },
      database: { type: 'boolean' },
      key: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [file] = positionals;
  if (values.help || !file) {
    console.log(help);
    return values.help ? 0 : 5;
  }
  requireFile(file);
  if (!values.key || values.database) {
    loadSettingsFiles();
    const demo = takeDemoSettings(findDataFolder());
    if (demo)
      console.log(
        `Without settings: checked as an export of \`npm run demo\`, with the settings in ${demo}.`,
      );
  }
  if (!values.key) vaultKey();
  const sum = await sumOf(file);
  const manifestFile = values.manifest ?? `${file}.manifest.json`;
  const fault = values.database ? null : findFileFault(manifestFile);
  if (fault) {
    console.log(`NO MANIFEST: ${fault}.`);
    return 4;
  }
  const text = values.database ? await recorded(sum.sha256) : readIfThere(manifestFile);
  if (text === null) {
    console.log(
      values.database
        ? 'NO MANIFEST: Doordesk has no record of a file with this content. It was changed, cut short, or not exported here.'
        : 'NO MANIFEST: there is none next to the file. Download it under /exports, or give --manifest or --database.',
    );
    return 4;
  }
  const publicKey = values.key ?? (await findPublicKey(text));
  const verdict = judge(sum, text, publicKey);
  if (verdict.fault !== null) {
    console.log(sentences[verdict.fault]);
    return codes[verdict.fault];
  }
  const { count, account, asOf, address, sha256 } = verdict.facts;
  console.log(`RIGHT: ${file} is what was exported, to the last byte.`);
  console.log(`${count} events of ${account}, as of ${asOf}, filter ${address}`);
  console.log(`SHA-256 ${sha256}\nSigned by ${publicKey}`);
  return 0;
}

/** Only the database has the keys that `DOORDESK_VAULT_KEY` replaced. */
async function findPublicKey(manifest: string): Promise<string> {
  const newest = manifestKeyOfRoot(vaultKey());
  const folder = findDataFolder(readEnv().DOORDESK_DATA);
  const hasDatabase = process.env.DATABASE_URL?.trim() || existsSync(path.join(folder, 'postgres'));
  if (readManifest(manifest, newest) !== 'forged' || !hasDatabase) return newest;
  const database = await openDatabase(folder);
  const { db } = connect(database.url, 1);
  try {
    await openVault(db, vaultKey());
    return manifestPublicKey(keyNumberOf(manifest));
  } catch (error) {
    if (error instanceof VaultError) return newest;
    throw error;
  } finally {
    await db.destroy();
    await database.close();
  }
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Why a manifest that is there cannot be read. Null: it can, or there is none. */
function findFileFault(path: string): string | null {
  if (!existsSync(path)) return null;
  try {
    requireFile(path);
    return null;
  } catch (error) {
    return explainFault(error);
  }
}

async function recorded(sha256: string): Promise<string | null> {
  const database = await openDatabase(findDataFolder(readEnv().DOORDESK_DATA));
  const { db } = connect(database.url, 1);
  try {
    const found = await db
      .selectFrom('export_file')
      .select('manifest')
      .where('sha256', '=', sha256)
      .where('state', '=', 'done')
      .orderBy('finished_at', 'desc')
      .executeTakeFirst();
    return found?.manifest ?? null;
  } finally {
    await db.destroy();
    await database.close();
  }
}

await runProgram(main, { faultCode: 5, explain: (error) => `NOT CHECKED: ${explainFault(error)}` });
