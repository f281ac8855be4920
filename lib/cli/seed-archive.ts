import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { findDataFolder, makeFolder } from '../db/embedded/data-folder';
import { migrate } from '../db/migrate-database';
import { type SeedDoor, seedArchive } from '../testing/seed-archive';
import { findSeedDoors } from '../testing/seed-doors';
import { openDatabase } from './database';
import { readUsage, runProgram } from './run-program';
import { loadSettingsFiles } from './settings-files';

const help = `npm run seed:archive -- --events N [--account NAME] [--years N] [--others N]

Fills an archive with made-up events, to try Doordesk with many: N events of one account over some years, at that
account's doors. They are older than the kept events. Nothing is changed or deleted.

  --events N      how many events, 1 to 50000000
  --account NAME  whose archive (default manager@harbor.example, the demo's manager). Sign in once first, so that its
                  doors are known
  --years N       over how many years, 1 to 20 (default 3)
  --others N      this many events of other, made-up accounts, only to enlarge the table (default 0)

Writes to the database of DATABASE_URL, otherwise to that of \`npm run demo\`, which may be running.`;

type Wanted = { events: number; account: string; years: number; others: number };

await runProgram(async () => {
  const wanted = readUsage(help, readArguments);
  if (wanted) await fill(wanted);
  else console.log(help);
  return 0;
});

/** Null: only the help is wanted. */
function readArguments(): Wanted | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      events: text,
      account: text,
      years: text,
      others: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  if (values.events === undefined) throw new Error('--events is missing: how many?');
  return {
    events: whole('--events', values.events, 1, 50_000_000),
    account: values.account ?? 'manager@harbor.example',
    years: whole('--years', values.years ?? '3', 1, 20),
    others: whole('--others', values.others ?? '0', 0, 50_000_000),
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`${name} must be a whole number from ${least} to ${most}`);
}

async function fill({ events, account, years, others }: Wanted): Promise<void> {
  loadSettingsFiles();
  const folder = path.join(findDataFolder(), 'demo');
  if (!process.env.DATABASE_URL) makeFolder(folder);
  const database = await openDatabase(folder);
  try {
    await migrate(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      const own = await findSeedDoors(client, account);
      console.log(
        `Writing ${events} events of ${account} at ${own.doors.length} doors to ${database.place} …`,
      );
      const startedAt = Date.now();
      const onPart = (written: number) => console.log(`  ${written}`);
      await seedArchive(client, { ...own, events, years, onPart });
      for (let left = others; left > 0; left -= 1_000_000) {
        const some = Math.min(left, 1_000_000);
        console.log(`Writing ${some} events of another account …`);
        await seedArchive(client, { ...stranger(own.doors), events: some, years });
      }
      console.log(`Done in ${Math.round((Date.now() - startedAt) / 1_000)} s.`);
    } finally {
      await client.end();
    }
  } finally {
    await database.close();
  }
}

/** No one can sign in to it: no workspace has its id. */
function stranger(doors: readonly SeedDoor[]) {
  return { workspaceId: crypto.randomUUID(), doors };
}
