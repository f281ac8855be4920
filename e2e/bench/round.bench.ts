import pg from 'pg';
import { addPlainBuilding } from '@/lib/simulator/world/seed';
import { startDesk } from '@/lib/testing/desk';
import { visit } from '../visitor';
import { type Bench, ms, untilArchived, waitUntil } from './bench';

const rooms = 500;
const atOnce = 16;
/** Background calls leave a quarter of the calls at once to people (`lib/doordeer/client/fair-queue.ts`). */
const ceiling = Math.ceil(0.75 * atOnce);
const latencyMs = 100;
const factCalls = ['GetMainer', 'ShareList', 'GetQrList'];

/** The database says when the round began and ended. Events of the archive were read before. */
export const roundBench: Bench = {
  name: 'round',
  about: `a round that reads ${rooms} rooms again while no one uses Doordesk ÷ ceil(calls ÷ ${ceiling} allowed at once) × latency, the cloud ${latencyMs} ms away`,
  async *run({ server }) {
    const desk = await startDesk({
      server,
      simulator: { size: 'small' },
      settings: { DOORDEER_MAX_CONCURRENCY: String(atOnce), DOORDESK_READINGS_EVERY: '30m' },
    });
    const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
    await database.connect();
    try {
      const { simulator } = desk;
      addPlainBuilding(simulator.cloud.world, {
        ...{ name: 'Long House', rooms, doors: 1 },
        ...{ timezone: 8, visitsPerDay: 0, days: 0 },
      });
      const roundOf = async () => {
        const { rows } = await database.query<{ ms: number | null }>(
          `select (extract(epoch from ended_at - started_at) * 1000)::float8 as ms from reading_round`,
        );
        return rows[0]?.ms ?? null;
      };
      await untilArchived(await visit(desk, simulator.accounts.manager));
      await waitUntil('the first round', async () => (await roundOf()) !== null);

      await database.query(`update session set last_used_at = now() - interval '10 minutes'`);
      // The look at who uses Doordesk is repeated every two seconds.
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      simulator.faults.set({ latencyMs });
      const first = simulator.log().length;
      await database.query(
        `update reading_round set started_at = now() - interval '1 hour', ended_at = now()`,
      );
      const begun = async () => {
        const { rows } = await database.query<{ begun: boolean }>(
          `select started_at > now() - interval '30 minutes' as begun from reading_round`,
        );
        return rows[0]?.begun === true;
      };
      await waitUntil('the second round to begin', begun);
      await waitUntil('the second round', async () => (await roundOf()) !== null);
      const took = (await roundOf()) ?? Number.NaN;
      const calls = simulator
        .log()
        .slice(first)
        .filter(({ call, status }) => factCalls.includes(call) && status === 200).length;
      const ideal = Math.ceil(calls / ceiling) * latencyMs;
      yield {
        what: `a round of ${rooms} rooms, no one at a page`,
        value: took / ideal,
        hold: { atMost: 1.15 },
        unit: 'ratio',
        made: `${ms(took)} ÷ ${ideal} ms for ${calls} calls`,
      };
    } finally {
      await database.end();
      await desk.stop();
    }
  },
};
