import pg from 'pg';
import { decodeBody, encodeBody } from '@/lib/doordeer/codec';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { type Visitor, visit } from '../visitor';
import { type Bench, type Figure, ms, percentile } from './bench';

const latencyMs = 100;
const warmUps = 8;
const samples = 60;

/**
 * A page waits for the cloud in one case alone: the device list (10002) is older than half an hour. Then it costs this
 * one call, whichever page it is; what else is read follows after its answer. Pages that start such reading (overview,
 * buildings, events) would have it run into the next sample, so a flat's page and the table of all room masters stand
 * for all.
 */
export const pageBench: Bench = {
  name: 'page',
  about: `page that waits for one vendor call (10002, the device list has gone stale) ÷ that call by itself, the cloud ${latencyMs} ms away; ${samples} of each, in turn`,
  async run({ server }) {
    const desk = await startDesk({ server });
    const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
    try {
      await database.connect();
      const figures: Figure[] = [];
      for (const name of ['landlord', 'manager'] as const) {
        const who = desk.simulator.accounts[name];
        const visitor = await visit(desk, who);
        const channels = desk.simulator.cloud.world.roomsOf(
          needed(desk.simulator.cloud.world.findAccount(who.account)),
        );
        const room = needed(channels.find(({ label }) => label !== ''));
        for (const page of [`/rooms/${room.door.gid}/${room.channel}`, '/masters']) {
          figures.push(...(await comparePage({ desk, database, visitor, who, page, name })));
        }
      }
      return figures;
    } finally {
      await database.end();
      await desk.stop();
    }
  },
};

type Comparison = {
  desk: Desk;
  database: pg.Client;
  visitor: Visitor;
  who: { account: string; password: string; accountType: number };
  page: string;
  name: string;
};

async function comparePage({ desk, database, visitor, who, page, name }: Comparison): Promise<Figure[]> {
  const { simulator } = desk;
  simulator.faults.set({ latencyMs: 0 });
  await visitor.read(page);
  simulator.faults.set({ latencyMs });
  const raw: number[] = [];
  const whole: number[] = [];
  for (let round = -warmUps; round < samples; round++) {
    const call = await callRaw(desk, who);
    await database.query(
      "update device_list set read_at = now() - interval '31 minutes', tried_at = now() - interval '31 minutes'",
    );
    const before = simulator.stats().calls;
    const { tookMs } = await visitor.read(page);
    const calls = simulator.stats().calls - before;
    if (calls !== 1) throw new Error(`${page} cost ${calls} vendor calls: it cannot stand for a page of one`);
    if (round < 0) continue;
    raw.push(call);
    whole.push(tookMs);
  }
  const label = `${page.startsWith('/rooms/') ? 'a room’s page' : page}, ${name}`;
  const figure = (share: number, atMost: number): Figure => ({
    what: `${label}, p${share * 100}`,
    value: percentile(whole, share) / percentile(raw, share),
    hold: { atMost },
    unit: 'ratio',
    made: `${ms(percentile(whole, share))} ÷ ${ms(percentile(raw, share))}`,
  });
  return [figure(0.5, 1.15), figure(0.95, 1.3)];
}

/** The call as plain as it can be made: encrypted, sent over a kept connection, read, decrypted. */
async function callRaw(desk: Desk, who: Comparison['who']): Promise<number> {
  const { url, key, comid } = desk.simulator;
  const startedAt = performance.now();
  const body = encodeBody(
    { comid, account: who.account, passwd: who.password, account_type: who.accountType },
    key,
  );
  const answer = await fetch(`${url}/sign`, { method: 'POST', body });
  decodeBody(await answer.text(), key);
  return performance.now() - startedAt;
}

function needed<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('the made-up world lacks what the bench needs');
  return value;
}
