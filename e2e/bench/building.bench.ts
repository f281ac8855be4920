import { addPlainBuilding } from '@/lib/simulator/world/seed';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { type Visitor, visit } from '../visitor';
import { type Bench, callsOfPages, type Figure, type Ground, ms } from './bench';
import { readBuilding } from './read-building';

const latencyMs = 100;
const rooms = 200;
const hiddenCap = 10;
const factCalls = ['GetMainer', 'ShareList', 'GetQrList'];

/**
 * Opens the building's page, then its stream, as a browser does. The stream ends when every room is read and stored.
 * Only calls about rooms count. Other reads of the page make the figure worse, not better.
 */
export const buildingBench: Bench = {
  name: 'building',
  about: `time until a building of ${rooms} rooms that was never read is known ÷ ceil(calls ÷ allowed at once) × latency, the cloud ${latencyMs} ms away; page and stream as the browser asks for them`,
  async *run(ground) {
    yield* await fill(ground, { limit: 1.15 });
    yield* await fill(ground, { limit: 1.4, cap: hiddenCap });
  },
};

async function fill({ server }: Ground, { limit, cap }: { limit: number; cap?: number }): Promise<Figure[]> {
  const atOnce = 16;
  const desk = await startDesk({ server, settings: { DOORDEER_MAX_CONCURRENCY: String(atOnce) } });
  try {
    const { simulator } = desk;
    // The first house warms the server up, so compile time is not taken for cloud time.
    for (const name of ['Warm House', 'Cold House']) {
      addPlainBuilding(simulator.cloud.world, {
        name,
        rooms: name === 'Cold House' ? rooms : 20,
        doors: 1,
        timezone: 8,
        visitsPerDay: 0,
        days: 0,
      });
    }
    const visitor = await visit(desk, simulator.accounts.manager);
    await look(visitor, 'Warm House');
    await quiet(desk);

    simulator.faults.set({ latencyMs, maxAtOnce: cap ?? null });
    const first = simulator.log().length;
    const took = await look(visitor, 'Cold House');
    const log = simulator.log().slice(first);
    const refused = log.filter(({ status }) => status === 429).length;
    // Refused calls are repeated and do not count: the ideal has no refusals.
    const calls = log.filter(({ call, status }) => factCalls.includes(call) && status === 200).length;
    const allowed = cap ?? atOnce;
    const ideal = Math.ceil(calls / allowed) * latencyMs;
    const where = cap ? `a hidden cap of ${cap}` : `${atOnce} at once`;
    const time: Figure = {
      what: `cold building, ${where}`,
      value: took / ideal,
      hold: { atMost: limit },
      unit: 'ratio',
      made: `${ms(took)} ÷ ${ideal} ms for ${calls} calls`,
    };
    if (!cap) return [time];
    return [
      time,
      {
        what: `cold building, ${where}, refused`,
        value: (refused / log.length) * 100,
        hold: { atMost: 3 },
        unit: 'percent',
        made: `${refused} of ${log.length} calls`,
      },
    ];
  } finally {
    await desk.stop();
  }
}

/** Opens a building's page and reads its stream to the end. Returns milliseconds. */
async function look(visitor: Visitor, building: string): Promise<number> {
  await visitor.read(`/buildings/${encodeURIComponent(building)}`);
  return readBuilding(visitor, building);
}

/** Waits until no page has called the cloud for a second. */
async function quiet(desk: Desk): Promise<void> {
  for (let known = -1, since = Date.now(); Date.now() - since < 1_000; ) {
    const calls = callsOfPages(desk);
    if (calls !== known) [known, since] = [calls, Date.now()];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
