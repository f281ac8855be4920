import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { addPlainBuilding } from '@/lib/simulator/world/seed';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { run } from '../furnish';
import { type Visitor, visit } from '../visitor';
import { type Bench, callsOfPages, ms, untilArchived } from './bench';

const steps = 500;
const atOnce = 16;
const latencyMs = 100;

const progress = z.object({ state: z.string(), counts: z.record(z.string(), z.number()) });

/** From the start of the job until it is finished and stored. */
export const jobBench: Bench = {
  name: 'job',
  about: `a job that assigns a master to ${steps} rooms ÷ ceil(calls ÷ ${atOnce} allowed at once) × latency, the cloud ${latencyMs} ms away`,
  async *run({ server }) {
    const desk = await startDesk({
      server,
      simulator: { size: 'small' },
      settings: { DOORDEER_MAX_CONCURRENCY: String(atOnce) },
    });
    try {
      const { cloud, accounts } = desk.simulator;
      for (const [name, rooms] of [
        ['Warm House', 20],
        ['Long House', steps],
      ] as const)
        addPlainBuilding(cloud.world, { name, rooms, doors: 1, timezone: 8, visitsPerDay: 0, days: 0 });
      for (const room of cloud.world.rooms()) if (room.door.building.endsWith('House')) room.master = null;
      const landlord = await visit(desk, accounts.landlord);
      await untilArchived(landlord);
      await assign(desk, landlord, { building: 'Warm House', rooms: 20 });

      desk.simulator.faults.set({ latencyMs });
      const before = callsOfPages(desk);
      const took = await assign(desk, landlord, { building: 'Long House', rooms: steps });
      const calls = callsOfPages(desk) - before;
      const ideal = Math.ceil(calls / atOnce) * latencyMs;
      yield {
        what: `a job of ${steps} steps`,
        value: took / ideal,
        hold: { atMost: 1.25 },
        unit: 'ratio',
        made: `${ms(took)} ÷ ${ideal} ms for ${calls} calls`,
      };
    } finally {
      await desk.stop();
    }
  },
};

async function assign(
  { simulator }: Desk,
  visitor: Visitor,
  { building, rooms }: { building: string; rooms: number },
): Promise<number> {
  const { password } = simulator.accounts.landlord;
  await run(visitor, 'confirmPasswordAction', z.unknown(), { password });
  const startedAt = performance.now();
  const { jobId } = await run(visitor, 'startMastersJobAction', z.object({ jobId: z.string() }), {
    action: 'assign',
    master: simulator.accounts.lodger.account,
    selection: { all: true, except: [], query: { building } },
    requestKey: randomUUID(),
    expected: rooms,
  });
  for (;;) {
    const { state, counts } = progress.parse(JSON.parse((await visitor.read(`/api/jobs/${jobId}`)).text));
    if (state === 'done') {
      const took = performance.now() - startedAt;
      if (counts.verified !== rooms) throw new Error(`the job ended with ${JSON.stringify(counts)}`);
      return took;
    }
    if (state !== 'queued' && state !== 'running') throw new Error(`the job is ${state}`);
    await sleep(50);
  }
}
