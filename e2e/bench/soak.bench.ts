import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startDesk } from '@/lib/testing/desk';
import { fillEvents } from '@/lib/testing/event-rows';
import { type Visitor, visit } from '../visitor';
import { type Bench, untilArchived } from './bench';
import { downloadAll } from './downloading';
import { residentOf } from './process-tree';
import { roomPathsOf } from './room-paths';

const heapMb = 160;
const events = 200_000;
/** Requests at once. */
const readers = 3;
const lookMs = 1_000;

/** Reads pages, lists, searches and exports without a pause, in a heap that is smaller than production's. */
export const soakBench: Bench = {
  name: 'soak',
  about: `mixed traffic in a heap of ${heapMb} MB: pages, lists, searches, sign-ins, and exports of ${events / 1_000} thousand events; resident memory of the last third of the time ÷ the second third, and answers that failed`,
  isLong: true,
  async *run({ server, minutes }) {
    const desk = await startDesk({
      server,
      simulator: { size: 'small' },
      settings: { NODE_OPTIONS: `--max-old-space-size=${heapMb}` },
      output: (text) => process.stderr.write(text.replace(/^\{"level":"info".*\n/gm, '')),
    });
    try {
      const { manager, landlord } = desk.simulator.accounts;
      const visitors = [await visit(desk, manager), await visit(desk, landlord)] as const;
      for (const visitor of visitors) await untilArchived(visitor);
      await fillWorkspace(desk.settings.DATABASE_URL ?? '', manager.account);

      const { pid } = desk;
      const endsAt = performance.now() + minutes * 60_000;
      const { page } = roomPathsOf(desk, manager.account);
      const done = { requests: 0, exports: 0, failed: 0 };
      const note = async (kind: 'requests' | 'exports', run: () => Promise<unknown>) => {
        await run().then(
          () => {
            done[kind] += 1;
          },
          async (error: unknown) => {
            done.failed += 1;
            console.error(error instanceof Error ? error.message : error);
            // A server that ended refuses at once.
            await sleep(1_000);
          },
        );
      };
      const memory = sample(pid, endsAt);
      const exporting = (async () => {
        for (let n = 0; performance.now() < endsAt; n++) {
          const format = formats[n % formats.length];
          const url = `${desk.url}/api/events/export?q=&format=${format}`;
          await note('exports', () => downloadAll(url, visitors[0]));
        }
      })();
      const reading = Array.from({ length: readers }, async (_, reader) => {
        const paths = [...addresses, page];
        for (let n = reader; performance.now() < endsAt; n++) {
          const visitor: Visitor = n % 3 === 0 ? visitors[1] : visitors[0];
          const path = paths[n % paths.length] ?? '/';
          await note('requests', () => (path === page ? visitors[0] : visitor).read(path));
        }
      });
      const signingIn = (async () => {
        while (performance.now() < endsAt) {
          await note('requests', async () => (await visit(desk, landlord)).read('/'));
          await sleep(20_000);
        }
      })();
      await Promise.all([exporting, ...reading, signingIn]);
      const samples = await memory;

      const third = Math.floor(samples.length / 3);
      const second = mean(samples.slice(third, 2 * third));
      const last = mean(samples.slice(2 * third));
      const took = `${done.requests} requests and ${done.exports} exports in ${minutes} minutes`;
      yield {
        what: `resident memory, last ${minutes / 3} minutes ÷ the ${minutes / 3} before`,
        value: last / second,
        hold: { atMost: 1.03 },
        unit: 'ratio',
        made: `${mb(last)} ÷ ${mb(second)}, highest ${mb(Math.max(...samples))}`,
      };
      yield {
        what: 'answers that failed, and processes that ended',
        value: done.failed + (desk.pid === pid ? 0 : 1),
        hold: { atMost: 0 },
        unit: 'count',
        made: took,
      };
    } finally {
      await desk.stop();
    }
  },
};

const formats = ['csv', 'json', 'xlsx'];

const addresses = [
  '/',
  '/buildings',
  '/events',
  '/api/events?q=person1',
  '/doorcodes',
  '/api/doorcodes',
  '/people',
  '/keys',
  '/api/events?q=Harbour',
  '/masters',
  '/shares',
  '/api/rooms',
  '/audit',
  '/jobs',
  '/settings',
  '/events/health',
];

async function fillWorkspace(url: string, account: string): Promise<void> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  const { rows } = await database.query<{ id: string }>('select id from workspace where account = $1', [
    account,
  ]);
  await database.end();
  await fillEvents(url, rows[0]?.id ?? '', events);
}

async function sample(pid: number, endsAt: number): Promise<number[]> {
  const samples: number[] = [];
  while (performance.now() < endsAt) {
    // A process that ended has no memory. The bench counts it at the end.
    try {
      samples.push(residentOf(pid));
    } catch {
      samples.push(0);
    }
    await sleep(lookMs);
  }
  return samples;
}

const mean = (samples: number[]) => samples.reduce((sum, one) => sum + one, 0) / samples.length;
const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
