import { parseArgs } from 'node:util';
import { connect, type Db } from '../db/client';
import {
  DistributeError,
  distributeFunctions,
  distributeTable,
  planDistribution,
  readTables,
  refuseWithoutCitus,
  type TableState,
} from '../db/distribute-tables';
import { migrate } from '../db/migrate-database';
import { countRunning } from './count-running';
import { openDatabase } from './database';
import { runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `npm run db:distribute [-- --plan] [--shards N]

Spreads the archive and the readings over the nodes of a Citus cluster, by workspace. DATABASE_URL leads to the database on
the coordinator, empty or filled by Doordesk. docs/scaling.md says from which size this helps.

  1. Stop Doordesk.
  2. Make a backup: npm run backup
  3. npm run db:distribute
  4. Start Doordesk with the same DATABASE_URL.

  --plan      only says what it would do, and changes nothing. Doordesk may be running
  --shards N  parts of each table, 1 to 128 (default 32). It cannot be changed by this command later

Each table is copied in one transaction, and its rows are counted before and after. After an interruption, run it again: it
goes on with the tables that are left.
Exit code: 0 every table is distributed, or the plan was shown; 1 not.`;

const applicationName = 'doordesk-distribute';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      plan: { type: 'boolean' },
      shards: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const shards = readShards(values.shards ?? '32');
  loadSettingsFiles();
  if (!process.env.DATABASE_URL?.trim())
    throw new DistributeError(
      'DATABASE_URL is empty. The PostgreSQL that Doordesk starts by itself cannot be distributed. Set DATABASE_URL to the database on the coordinator of a Citus cluster',
    );
  const database = await openDatabase();
  const { db } = connect(database.url, 1, { name: applicationName });
  try {
    await refuseWithoutCitus(db);
    if (values.plan) return await showPlan(db);
    await refuseWhileRunning(db);
    await migrate(database.url, { onWait: (words) => console.log(words) });
    return await distribute(db, shards);
  } finally {
    await db.destroy();
    await database.close();
  }
}

function readShards(text: string): number {
  const shards = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (shards >= 1 && shards <= 128) return shards;
  throw new DistributeError('--shards must be a whole number from 1 to 128');
}

async function showPlan(db: Db): Promise<number> {
  const tables = await planDistribution(db);
  if (tables) describeTables(tables);
  else
    console.log(
      'This version of Doordesk has not prepared this database yet. npm run db:distribute prepares it first, and then distributes its tables. Nothing was changed.',
    );
  return 0;
}

function describeTables(tables: readonly TableState[]): void {
  for (const { name, rows, isDistributed } of tables)
    console.log(`  ${name}: ${rows} rows, ${isDistributed ? 'distributed already' : 'to be distributed'}`);
}

async function distribute(db: Db, shards: number): Promise<number> {
  const tables = await readTables(db);
  describeTables(tables);
  const functions = await distributeFunctions(db);
  console.log(`${functions.length} functions of exports are on every node.`);
  const started = performance.now();
  for (const table of tables) {
    const rows = await distributeTable(db, table, shards);
    if (!table.isDistributed) console.log(`${table.name} is distributed: ${rows} rows before and after.`);
  }
  console.log(
    `All ${tables.length} tables are distributed by workspace, after ${Math.round((performance.now() - started) / 1_000)} s.`,
  );
  return 0;
}

/** A running Doordesk would wait for each table, and its own changes would stop this command. */
async function refuseWhileRunning(db: Db): Promise<void> {
  const count = await countRunning(db, applicationName);
  if (count > 0)
    throw new DistributeError(
      `Doordesk is running with this database (${count} connections). Stop it first. Nothing was changed`,
    );
}

await runProgram(main);
