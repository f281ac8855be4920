import { parseArgs } from 'node:util';
import { connect } from '../db/client';
import { findDataFolder } from '../db/embedded/data-folder';
import { migrate } from '../db/migrate-database';
import { isPartitioned, partitionEvents } from '../db/partition-events';
import { countRunning } from './count-running';
import { openDatabase } from './database';
import { runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `npm run db:partition

Cuts the table of events into one partition for each month. docs/scaling.md says from which size this helps.

  1. Stop Doordesk.
  2. Make a backup: npm run backup
  3. npm run db:partition
  4. Start Doordesk. It makes the partitions of further months by itself, and removes those that retention has emptied.

It is one transaction, and counts the events before and after. Interrupted, it has changed nothing: run it again. It needs
free space for another copy of the events.
Exit code: 0 the table is partitioned, now or before; 1 not.`;

const applicationName = 'doordesk-partition';

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    console.log(help);
    return 0;
  }
  loadSettingsFiles();
  const database = await openDatabase(findDataFolder());
  const { db } = connect(database.url, 1, { name: applicationName });
  try {
    const running = await countRunning(db, applicationName);
    if (running > 0) {
      console.error(`Doordesk is running with this database (${running} connections). Stop it first.`);
      return 1;
    }
    await migrate(database.url, { onWait: (words) => console.log(words) });
    if (await isPartitioned(db)) {
      console.log('The table of events is partitioned already. Nothing is to be done.');
      return 0;
    }
    console.log('Copying the events into one partition for each month …');
    const { before, after, months } = await db.transaction().execute(partitionEvents);
    console.log(`Done: ${before} events before, ${after} after, in ${months} months. Start Doordesk.`);
    return 0;
  } finally {
    await db.destroy();
    await database.close();
  }
}

await runProgram(main);
