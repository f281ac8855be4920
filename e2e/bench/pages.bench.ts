import { type Desk, startDesk } from '@/lib/testing/desk';
import { fillIn, listAddresses, onwards } from '../addresses';
import { furnish } from '../furnish';
import { stranger, type Visitor, visit } from '../visitor';
import { startBareApp } from './bare-page';
import { type Bench, type Figure, ms, percentile, untilArchived, untilQuiet } from './bench';
import { readBuilding } from './read-building';

const [nearMs, farMs] = [5, 2_000];
const warmUps = 3;
const samples = 100;
const forStrangers = ['/login', '/register', '/forgot-password', '/invite/[token]'];
const missing = '/[...missing]';

type Measured = { address: string; path: string; visitor: Visitor; bytes: number };
type Times = { near: number[]; far: number[]; bare: number[] };

/**
 * Compares every page with a near and a far cloud, and with a bare page of as many bytes, in turn. Everything is read
 * before, because background reads would affect the times.
 */
export const pagesBench: Bench = {
  name: 'pages',
  about: `every page, p95, the cloud ${farMs} ms away ÷ ${nearMs} ms away, and p50 ÷ a bare Next page that sends as many bytes; ${samples} of each, in turn`,
  async *run({ server }) {
    const desk = await startDesk({ server });
    const bare = await startBareApp();
    try {
      const rowsOf = await fitRows(bare.url);
      const pages = await preparePages(desk);
      const times = new Map<Measured, Times>(pages.map((page) => [page, { near: [], far: [], bare: [] }]));
      for (let round = -warmUps; round < samples; round++) {
        for (const side of ['near', 'far'] as const) {
          desk.simulator.faults.set({ latencyMs: side === 'near' ? nearMs : farMs });
          for (const [page, took] of times) {
            const whole = await page.visitor.read(page.path);
            const plain = side === 'near' ? await readBare(bare.url, rowsOf(page.bytes)) : null;
            if (round < 0) continue;
            took[side].push(whole.tookMs);
            if (plain !== null) took.bare.push(plain);
          }
        }
      }
      for (const [{ address, bytes }, took] of times) yield* figuresOf(address, bytes, took);
    } finally {
      bare.stop();
      await desk.stop();
    }
  },
};

async function preparePages(desk: Desk): Promise<Measured[]> {
  const manager = await visit(desk, desk.simulator.accounts.manager);
  await untilArchived(manager);
  const { known } = await furnish(desk, manager);
  const { text } = await manager.read('/api/buildings');
  for (const { name } of (JSON.parse(text) as { rows: { name: string }[] }).rows)
    await readBuilding(manager, name);
  const pages: Measured[] = [];
  for (const address of listAddresses('page').filter((one) => one !== missing && one !== onwards)) {
    const visitor = forStrangers.includes(address) ? stranger(desk) : manager;
    const path = fillIn(address, known);
    const { text: html } = await visitor.read(path);
    pages.push({ address, path, visitor, bytes: Buffer.byteLength(html) });
  }
  await untilQuiet(desk);
  return pages;
}

function* figuresOf(address: string, bytes: number, { near, far, bare }: Times): Generator<Figure> {
  const ratio = (what: string, one: number, other: number, atMost: number): Figure => ({
    what: `${address}, ${what}`,
    value: one / other,
    hold: { atMost },
    unit: 'ratio',
    made: `${ms(one)} ÷ ${ms(other)}`,
  });
  yield ratio('p95, cloud far ÷ near', percentile(far, 0.95), percentile(near, 0.95), 1.15);
  const size = `${Math.round(bytes / 1_000)} kB`;
  yield ratio(`p50 ÷ a bare page of ${size}`, percentile(near, 0.5), percentile(bare, 0.5), 1.5);
}

/** Returns a function that gives the rows of a bare page with so many bytes. */
async function fitRows(url: string): Promise<(bytes: number) => number> {
  const [few, many] = [100, 1_100];
  const [small, large] = [await sizeOf(url, few), await sizeOf(url, many)];
  const each = (large - small) / (many - few);
  return (bytes) => Math.max(1, Math.round(few + (bytes - small) / each));
}

async function sizeOf(url: string, rows: number): Promise<number> {
  return (await (await fetch(`${url}/rows?rows=${rows}`)).arrayBuffer()).byteLength;
}

async function readBare(url: string, rows: number): Promise<number> {
  const startedAt = performance.now();
  await (await fetch(`${url}/rows?rows=${rows}`)).text();
  return performance.now() - startedAt;
}
