import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { eventsQuery } from '@/lib/archive/search/schema';
import { standingScope } from '@/lib/auth/scope';
import { closeDb } from '@/lib/db/client';
import { eventLines } from '@/lib/files/events/export-lines';
import { exportWords } from '@/lib/files/events/export-words';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { fillEvents } from '@/lib/testing/event-rows';
import { type Visitor, visit } from '../visitor';
import { type Bench, type Figure, median, ms, percentile, untilArchived } from './bench';
import { type Downloaded, downloadAll } from './downloading';

const few = 10_000;
const many = 1_000_000;
const rounds = 3;
const pageSamples = 80;

export const exportBench: Bench = {
  name: 'export',
  about: `events as files: ${many / 1e6} M rows over HTTP ÷ the same lines by psql, in turn; memory, first byte, pages meanwhile`,
  async *run({ server }) {
    const desk = await startDesk({ server, simulator: { size: 'small' } });
    const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
    try {
      await database.connect();
      const who = desk.simulator.accounts.manager;
      const visitor = await visit(desk, who);
      const other = await visit(desk, desk.simulator.accounts.landlord);
      // Reads all events first. Otherwise the archive would be measured together with the exports.
      for (const one of [visitor, other]) await untilArchived(one);
      const { rows } = await database.query<{ id: string }>('select id from workspace where account = $1', [
        who.account,
      ]);
      const workspaceId = rows[0]?.id ?? '';
      const url = `${desk.url}/api/events/export?q=&format=`;
      const fill = (count: number) => fillEvents(desk.settings.DATABASE_URL ?? '', workspaceId, count);

      await fill(few);
      // Warm-up, until the process has loaded everything that it needs once.
      for (const format of ['csv', 'json', 'xlsx', 'csv', 'csv'])
        await downloadAll(`${url}${format}`, visitor);
      const small = await memoryDuring(desk, async () => {
        for (let round = 0; round < 10; round++) await downloadAll(`${url}csv`, visitor);
      });
      const smallSheets = await memoryDuring(desk, async () => {
        for (let round = 0; round < 10; round++) await downloadAll(`${url}xlsx`, visitor);
      });
      await database.query('delete from event; delete from event_who');
      await fill(many);

      const large = await memoryDuring(desk, () => downloadAll(`${url}csv`, visitor));
      yield {
        what: `memory, CSV of ${many} rows ÷ of ${few}`,
        value: large.peak / small.peak,
        hold: { atMost: 1.2 },
        unit: 'ratio',
        made: `${mb(large.peak)} ÷ ${mb(small.peak)}`,
      };
      const sheets = await memoryDuring(desk, () => downloadAll(`${url}xlsx`, visitor));
      yield {
        what: `memory, XLSX of ${many} rows ÷ of ${few}`,
        value: sheets.peak / smallSheets.peak,
        hold: { atMost: 1.2 },
        unit: 'ratio',
        made: `${mb(sheets.peak)} ÷ ${mb(smallSheets.peak)}`,
      };
      yield* await throughput({ desk, visitor, url: `${url}csv`, workspaceId });
      yield await pages(other, visitor, `${url}csv`, 'CSV');
      yield await pages(other, visitor, `${url}xlsx`, 'XLSX');
    } finally {
      await database.end();
      await closeDb();
      await desk.stop();
    }
  },
};

const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function memoryDuring(desk: Desk, run: () => Promise<unknown>): Promise<{ peak: number }> {
  let peak = 0;
  const look = () => {
    const pages = readFileSync(`/proc/${desk.pid}/statm`, 'utf8').split(' ')[1];
    peak = Math.max(peak, Number(pages) * 4096);
  };
  look();
  const timer = setInterval(look, 20);
  try {
    await run();
  } finally {
    clearInterval(timer);
  }
  return { peak };
}

type Throughput = { desk: Desk; visitor: Visitor; url: string; workspaceId: string };

async function throughput({ desk, visitor, url, workspaceId }: Throughput): Promise<Figure[]> {
  process.env.DATABASE_URL = desk.settings.DATABASE_URL;
  const scope = await standingScope({ workspaceId, actor: 'bench', memberId: null });
  const words = await exportWords('en');
  const lines = scope && (await eventLines(scope, eventsQuery.parse({}), { format: 'csv', words }));
  if (!lines) throw new Error('the archive that was filled has nothing to export');
  const overHttp: Downloaded[] = [];
  const byPsql: number[] = [];
  for (let round = 0; round < rounds; round++) {
    byPsql.push(await copyByPsql(desk.settings.DATABASE_URL ?? '', lines));
    overHttp.push(await downloadAll(url, visitor));
  }
  const took = median(overHttp.map(({ tookMs }) => tookMs));
  const firstByte = Math.max(...overHttp.map(({ firstByteMs }) => firstByteMs));
  return [
    {
      what: `CSV over HTTP ÷ psql COPY of the same lines, rows a second`,
      value: median(byPsql) / took,
      hold: { atLeast: 0.7 },
      unit: 'ratio',
      made: `${Math.round(many / took)} ÷ ${Math.round(many / median(byPsql))} thousand a second`,
    },
    {
      what: 'first byte',
      value: firstByte,
      hold: { atMost: 1_000 },
      unit: 'ms',
      made: `slowest of ${rounds}`,
    },
  ];
}

async function copyByPsql(url: string, lines: string): Promise<number> {
  const begun = performance.now();
  const psql = spawn('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', url], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PGOPTIONS: '-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1 -c timezone=UTC',
    },
  });
  const ended = once(psql, 'exit');
  psql.stdin.end(`copy (${lines}) to stdout;`);
  const [code] = await ended;
  if (code !== 0) throw new Error('psql, which this is measured against, could not copy (is it installed?)');
  return performance.now() - begun;
}

/** Measures another account's pages with and without running exports, in turn, so a busy machine affects both. */
async function pages(other: Visitor, visitor: Visitor, url: string, format: string): Promise<Figure> {
  const read = async () => (await other.read('/people')).tookMs;
  for (let count = 0; count < 20; count++) await read();
  const without: number[] = [];
  const meanwhile: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let count = 0; count < pageSamples; count++) without.push(await read());
    const running = { ended: false };
    const exporting = downloadAll(url, visitor).finally(() => {
      running.ended = true;
    });
    while (!running.ended) meanwhile.push(await read());
    await exporting;
  }
  return {
    what: `another person’s page during a ${format} export ÷ without, p95`,
    value: percentile(meanwhile, 0.95) / percentile(without, 0.95),
    hold: { atMost: 1.5 },
    unit: 'ratio',
    made: `${ms(percentile(meanwhile, 0.95))} ÷ ${ms(percentile(without, 0.95))}`,
  };
}
