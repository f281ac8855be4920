/**
 * `npm run bench`: measures each figure of Doordesk next to its counterpart, in one run. It prints the figures, writes
 * docs/benchmarks.md and asserts nothing, because a busy machine is not a failure. It fails only when something could
 * not be measured.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type Bench, type Figure, holds } from '@/e2e/bench/bench';
import { buildingBench } from '@/e2e/bench/building.bench';
import { eventCallsBench } from '@/e2e/bench/event-calls.bench';
import { exportBench } from '@/e2e/bench/export.bench';
import { firstArchiveBench } from '@/e2e/bench/first-archive.bench';
import { firstLoadBench } from '@/e2e/bench/first-load.bench';
import { idleBench } from '@/e2e/bench/idle.bench';
import { jobBench } from '@/e2e/bench/job.bench';
import { neighbourBench } from '@/e2e/bench/neighbour.bench';
import { pagesBench } from '@/e2e/bench/pages.bench';
import { revokeBench } from '@/e2e/bench/revoke.bench';
import { roundBench } from '@/e2e/bench/round.bench';
import { scopeBench } from '@/e2e/bench/scope.bench';
import { searchBench } from '@/e2e/bench/search.bench';
import { soakBench } from '@/e2e/bench/soak.bench';
import { syncBench } from '@/e2e/bench/sync.bench';
import { projectFolder } from '@/lib/db/embedded/project-folder';
import { describeMachine, type Measured, showLimit, showValue, writeDocument } from './bench-document';
import { ensureBuild } from './builds';
import { isBuilt } from './fingerprints.mjs';
import { untilAskedToStop } from './lifetime';
import { readUsage, runProgram } from './run-program';
import { startTestServer } from './tests/server';

/** For a new bench, add a file under e2e/bench/ and a name here. */
const benches: Bench[] = [
  pagesBench,
  scopeBench,
  buildingBench,
  roundBench,
  firstLoadBench,
  revokeBench,
  exportBench,
  searchBench,
  syncBench,
  neighbourBench,
  firstArchiveBench,
  idleBench,
  soakBench,
  eventCallsBench,
  jobBench,
];

const help = `npm run bench [-- NAME …] [--large] [--minutes 30]

Measures Doordesk in production mode, with a simulated cloud and a database of its own, on this machine, prints
each figure next to the one to hold, and writes it into docs/benchmarks.md. Give the machine nothing else to do. Its databases are made
on the server of DATABASE_URL or TEST_DATABASE_URL when one is set (its account has to be allowed to make some), else
on a PostgreSQL of its own; they are removed afterwards. --large measures the search at 10,000,000 events too, which
takes a quarter of an hour more. --minutes says how long the soak lasts. Without a name, all but the soak:

${benches.map(({ name, about }) => `  ${name.padEnd(11)}${about}`).join('\n')}`;

const document = path.join(projectFolder, 'docs/benchmarks.md');
// Read before the build and the benches create load.
const [load = 0] = loadavg();
const asked = untilAskedToStop();
await runProgram(() => Promise.race([measure(), asked.then(() => 130)]));

async function measure(): Promise<number> {
  const chosen = readUsage(help, chooseBenches);
  if (!chosen) {
    console.log(help);
    return 0;
  }
  if (!isBuilt(projectFolder)) console.log('Building Doordesk (about a minute) …');
  const built = await ensureBuild({ quiet: true });
  if (!built.ok) {
    console.error(`${built.output}\nThe build failed; see above.`);
    return 1;
  }
  if (process.env.DATABASE_URL) process.env.TEST_DATABASE_URL ??= process.env.DATABASE_URL;
  const server = await startTestServer({ autovacuum: true });
  try {
    const machine = describeMachine({ postgres: await versionOf(server.serverUrl), load });
    let unmeasured = 0;
    for (const { name, about, grows, run } of chosen.benches) {
      console.log(`\n${name}: ${about}`);
      const figures: Figure[] = [];
      try {
        for await (const figure of run({ server, large: chosen.large, minutes: chosen.minutes })) {
          console.log(tell(figure));
          figures.push(figure);
        }
        const day = new Date().toISOString().slice(0, 10);
        note({ name: chosen.large && grows ? `${name} --large` : name, about, figures, day, machine });
      } catch (error) {
        unmeasured += 1;
        console.error(`  could not be measured: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return unmeasured > 0 ? 1 : 0;
  } finally {
    await server.stop();
  }
}

/** Written after each bench, so that a stopped run keeps its results. */
function note(measured: Measured): void {
  const names = benches.flatMap(({ name, grows }) => (grows ? [name, `${name} --large`] : [name]));
  const old = existsSync(document) ? readFileSync(document, 'utf8') : '';
  writeFileSync(document, writeDocument(old, { measured: [measured], names }));
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? '';
  } finally {
    await client.end();
  }
}

/** Null: only the help is wanted. */
function chooseBenches(): { benches: Bench[]; large: boolean; minutes: number } | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      large: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '30' },
    },
  });
  if (values.help) return null;
  const unknown = positionals.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown) throw new Error(`There is no bench called ${unknown}.`);
  const named = benches.filter(({ name }) => positionals.includes(name));
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes must be a number above 0.');
  const all = benches.filter(({ isLong }) => !isLong);
  return { benches: positionals.length === 0 ? all : named, large: values.large, minutes };
}

function tell(figure: Figure): string {
  const { what, value, unit, made } = figure;
  const verdict = holds(figure) ? 'holds ' : 'misses';
  return `  ${verdict}  ${showValue(value, unit).padStart(8)}  ${showLimit(figure).padEnd(10)}  ${what}  (${made})`;
}
