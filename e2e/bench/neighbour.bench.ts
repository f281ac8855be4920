import { setTimeout as sleep } from 'node:timers/promises';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { stranger, trySignIn, type Visitor, visit } from '../visitor';
import { type Bench, type Figure, ms, percentile, untilArchived } from './bench';
import { roomPathsOf } from './room-paths';

const latencyMs = 100;
const samples = 60;
const tabs = 8;
/** How long a tab of the unanswered account waits before it reloads. */
const reloadMs = 3_000;

/**
 * One account's calls hang while eight tabs of it reload again and again. Meanwhile another account reads a room, and
 * a third signs in for the first time.
 */
export const neighbourBench: Bench = {
  name: 'neighbour',
  about: `another account's room page and room read, p95, while one account's calls hang ÷ without, the cloud ${latencyMs} ms away; ${samples} of each`,
  async *run({ server }) {
    const desk = await startDesk({ server, simulator: { size: 'small' } });
    const stop = new AbortController();
    try {
      const { accounts, faults } = desk.simulator;
      const hanging = await visit(desk, accounts.manager);
      const other = await visit(desk, accounts.landlord);
      await untilArchived(hanging);
      await untilArchived(other);
      faults.set({ latencyMs });
      const { page, reading } = roomPathsOf(desk, accounts.landlord.account);
      await measure(other, [page, reading], 5);
      const quiet = await measure(other, [page, reading], samples);

      faults.next({ effect: 'latency', ms: 600_000, account: accounts.manager.account, times: null });
      const reloading = reloadTabs(desk, hanging, stop.signal);
      const hindered = await measure(other, [page, reading], samples);
      const signIn = await timeSignIn(desk);
      stop.abort();
      await reloading;
      yield compare('a room’s page', quiet[0], hindered[0]);
      yield compare('a room read again', quiet[1], hindered[1]);
      yield {
        what: 'a first sign-in meanwhile',
        value: signIn,
        hold: { atMost: 2_000 },
        unit: 'ms',
        made: 'one',
      };
    } finally {
      stop.abort();
      desk.simulator.faults.clear();
      await desk.stop();
    }
  },
};

/** Reads each address in turn, several times. Returns milliseconds of each address. */
async function measure(visitor: Visitor, paths: string[], times: number): Promise<number[][]> {
  const took = paths.map((): number[] => []);
  for (let n = 0; n < times; n++) {
    for (const [index, path] of paths.entries()) took[index]?.push((await visitor.read(path)).tookMs);
  }
  return took;
}

async function reloadTabs(desk: Desk, visitor: Visitor, signal: AbortSignal): Promise<void> {
  const { page, reading, events } = roomPathsOf(desk, desk.simulator.accounts.manager.account);
  const tab = async (): Promise<void> => {
    while (!signal.aborted) {
      const left = AbortSignal.timeout(reloadMs);
      const ask = async (path: string) => {
        const answer = await visitor.ask(path, { signal: left });
        await answer.arrayBuffer();
      };
      // The reader gives up, as a reload does.
      await ask(page).catch(() => {});
      await Promise.allSettled([ask(reading), ask(events)]);
      if (!left.aborted) await sleep(100);
    }
  };
  await Promise.all(Array.from({ length: tabs }, tab));
}

async function timeSignIn(desk: Desk): Promise<number> {
  const newcomer = stranger(desk);
  const startedAt = performance.now();
  const answer = await trySignIn(newcomer, desk.simulator.accounts.guest);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the sign-in was answered with ${answer.status}`);
  return performance.now() - startedAt;
}

function compare(what: string, quiet: number[] = [], hindered: number[] = []): Figure {
  const [one, other] = [percentile(quiet, 0.95), percentile(hindered, 0.95)];
  return {
    what: `${what}, p95, while another account’s calls hang ÷ without`,
    value: other / one,
    hold: { atMost: 1.5 },
    unit: 'ratio',
    made: `${ms(other)} ÷ ${ms(one)}`,
  };
}
