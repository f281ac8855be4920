import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { pruneFileRecords } from '../record/prune-records';
import { runDueExports } from './runner';

const everyMs = 15_000;
/** Of these looks, how many go by between two at records whose time is over: about an hour. */
const looksBetween = 240;

type Sweep = { timer: NodeJS.Timeout; stop: AbortController; running: Promise<void> | null; looks: number };

const shared = processSlot<Sweep>('export-sweep');

/** Looks for scheduled exports that are due and for records that are too old, as long as the process serves. */
export function startExportSweep(): void {
  if (shared.value) return;
  const stop = new AbortController();
  const sweep: Sweep = {
    stop,
    running: null,
    looks: 0,
    // One that takes longer than the time between two must not make them pile up.
    timer: setInterval(() => {
      sweep.running ??= look(sweep)
        .catch((error) => log.warn({ err: error }, 'exports could not be looked after'))
        .finally(() => {
          sweep.running = null;
        });
    }, everyMs),
  };
  sweep.timer.unref();
  shared.value = sweep;
}

async function look(sweep: Sweep): Promise<void> {
  await runDueExports(sweep.stop.signal);
  if (sweep.looks++ % looksBetween === 0 && !sweep.stop.signal.aborted) await pruneFileRecords();
}

/** Gives up the file in the making; it is begun anew elsewhere, or when Doordesk serves again. */
export async function stopExportSweep(): Promise<void> {
  const sweep = shared.value;
  shared.value = undefined;
  if (!sweep) return;
  clearInterval(sweep.timer);
  sweep.stop.abort();
  await sweep.running;
}
