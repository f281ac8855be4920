import { parseArgs } from 'node:util';
import { type Anchor, anchorFile, readAnchors } from '../audit/anchor-file';
import { verifyAudit } from '../audit/verify-audit';
import { connect } from '../db/client';
import { findDataFolder } from '../db/embedded/data-folder';
import { readApplied, refuseNewer } from '../db/migrate-database';
import { openVault } from '../db/vault/vault-ring';
import { readEnv, vaultKey } from '../env';
import { openDatabase } from './database';
import { takeDemoSettings } from './demo-secrets';
import { requireFile } from './require-file';
import { explainFault, runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `Checks whether the audit log was changed.

  npm run audit:verify                        the log against its chain and this machine's anchor
  npm run audit:verify -- --head SEQ:MAC      also against a place in the log that you noted down earlier
  npm run audit:verify -- --anchor FILE       another machine's anchor file (can be given more than once)

Needs the settings of Doordesk (DOORDESK_VAULT_KEY, and DATABASE_URL if it has one). Without settings it checks the
log of \`npm run demo\`, if this machine has one.
Exit code: 0 all is well, 1 something is wrong or could not be checked.

It finds entries that were changed, removed, added or moved, a changed head, and a missing end, as far as an anchor or
a noted head reaches. It cannot find a missing end if the attacker also changed every anchor and no head was noted, nor
entries rewritten with the vault key. So note the head that it prints, in another place.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      head: { type: 'string', multiple: true },
      anchor: { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const noted = (values.head ?? []).map(parseHead);
  // This machine's own anchor may not exist yet. A named file must exist, or its absence would look like agreement.
  for (const file of values.anchor ?? []) requireFile(file);
  loadSettingsFiles();
  const demo = takeDemoSettings(findDataFolder());
  if (demo) console.log(`Without settings: the log of \`npm run demo\`, in ${demo}.`);
  const env = readEnv();
  const dataFolder = findDataFolder(env.DOORDESK_DATA);
  // Read anchors before the log: they must not be newer.
  const files = [anchorFile(dataFolder), ...(values.anchor ?? [])];
  const anchors = (await Promise.all(files.map(readAnchors))).flat();
  const database = await openDatabase(dataFolder);
  const { db } = connect(database.url, 1);
  try {
    refuseNewer(await readApplied(db));
    await openVault(db, vaultKey());
    const report = await verifyAudit(db, { anchors: [...anchors, ...noted] });
    if (report.faults.length > 0) {
      console.log(`The audit log has been tampered with, or belongs to another DOORDESK_VAULT_KEY.\n`);
      for (const fault of report.faults) console.log(`- ${fault}`);
      return 1;
    }
    const compared = anchors.length + noted.length;
    console.log(`The audit log is whole: ${report.entries} entries, each one unchanged and in its place.`);
    console.log(
      compared > 0
        ? `Its end was compared with ${compared} earlier ${compared === 1 ? 'record' : 'records'}.`
        : 'Its end could not be compared with an earlier record. Note the head for the next run.',
    );
    if (report.head) console.log(`Head: ${report.head.seq}:${report.head.mac}`);
    return 0;
  } finally {
    await db.destroy();
    await database.close();
  }
}

function parseHead(text: string): Anchor {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim());
  if (!match?.[1] || !match[2])
    throw new Error('--head must be written SEQ:MAC, as an earlier run printed it');
  return { seq: Number(match[1]), mac: match[2].toLowerCase() };
}

function tell(error: unknown): string {
  // PostgreSQL's "no such table".
  if (error instanceof Error && 'code' in error && error.code === '42P01')
    return 'This database has no audit log: Doordesk has never run with it. Check DATABASE_URL and DOORDESK_DATA.';
  return explainFault(error);
}

await runProgram(main, { explain: tell });
