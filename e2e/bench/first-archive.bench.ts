import { setTimeout as sleep } from 'node:timers/promises';
import { addPlainBuilding } from '@/lib/simulator/world/seed';
import { startDesk } from '@/lib/testing/desk';
import { processorMs } from '../processor-time';
import { type Visitor, visit } from '../visitor';
import { type Bench, ms, percentile, untilArchived } from './bench';
import { fillDoor } from './fill-door';
import { roomPathsOf } from './room-paths';

const doors = 6;
const eventsPerDoor = 60_000;
/** Short pages, so there are as many calls as a slow cloud would cost. */
const pageSize = 100;
const fewest = 20;
const most = 120;
const pauseMs = 150;
const latencyMs = 50;

/**
 * A person signs in for the first time and opens a room at once, while the archive is read for the first time. The
 * bench loads the page repeatedly, then as often when the archive is complete.
 */
export const firstArchiveBench: Bench = {
  name: 'archive',
  about: `a room's page during the first archive of its doors ÷ afterwards, p95, and the processor time that the serving process takes meanwhile; ${doors} doors of ${eventsPerDoor} events in pages of ${pageSize}, the cloud ${latencyMs} ms away`,
  async *run({ server }) {
    const desk = await startDesk({ server, simulator: { size: 'small', settings: { latencyMs, pageSize } } });
    try {
      const { cloud, accounts } = desk.simulator;
      const house = { name: 'Long House', rooms: 40, doors, timezone: 8, visitsPerDay: 0, days: 0 };
      for (const door of new Set(addPlainBuilding(cloud.world, house).map((room) => room.door)))
        fillDoor(door, eventsPerDoor);
      // Another account opens the page first, so compile time does not count.
      const warm = await visit(desk, accounts.landlord);
      await untilArchived(warm);
      await look(warm, roomPathsOf(desk, accounts.landlord.account).page, 5);

      const { page, events } = roomPathsOf(desk, accounts.manager.account);
      const person = await visit(desk, accounts.manager);
      const reading = person.ask(events).then((answer) => answer.arrayBuffer());
      const usedBefore = processorMs(desk.pid);
      const startedAt = performance.now();
      const whole = new AbortController();
      // Asking for progress costs the page time. That makes the figure worse, not better.
      const archiving = untilArchived(person).then(() => whole.abort());
      const during = await look(person, page, most, whole.signal);
      const share = (processorMs(desk.pid) - usedBefore) / (performance.now() - startedAt);
      if (during.length < fewest)
        throw new Error(`all was archived after ${during.length} looks at the page`);
      await Promise.all([reading, archiving]);
      const after = await look(person, page, during.length);
      const [one, other] = [percentile(during, 0.95), percentile(after, 0.95)];
      yield {
        what: 'a room’s page, p95, during the first archive of its doors ÷ afterwards',
        value: one / other,
        hold: { atMost: 1.5 },
        unit: 'ratio',
        made: `${ms(one)} ÷ ${ms(other)}, ${during.length} looks each`,
      };
      yield {
        what: 'processor cores used by the serving process meanwhile',
        value: share,
        hold: { atMost: 0.75 },
        unit: 'ratio',
        made: 'user and system time ÷ time',
      };
    } finally {
      await desk.stop();
    }
  },
};

async function look(visitor: Visitor, path: string, times: number, until?: AbortSignal): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < times && !until?.aborted; n++) {
    took.push((await visitor.read(path)).tookMs);
    await sleep(pauseMs);
  }
  return took;
}
