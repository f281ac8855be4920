import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { pruneFileRecords } from '../record/prune-records';
import { runDueExports } from './runner';

const everyMs = 15_000;
/** Looks between two searches for expired records: about an hour. */
const looksBetween = 240;

type Sweep = { timer: NodeJS.Timeout; stop: AbortController; running: Promise<void> | null; looks: number };

const shared = processSlot<Sweep>('export-sweep');

export function startExportSweep(): void {
  if (shared.value) return;
  const stop = new AbortController();
  const sweep: Sweep = {
    stop,
    running: null,
    looks: 0,
    timer: setInterval(() => {
      sweep.running ??= look(sweep)
        .catch((error) => log.warn({ err: error }, 'scheduled exports could not be checked'))
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

/** Stops the file in the making. Another process, or the next start of Doordesk, starts it again. */
export async function stopExportSweep(): Promise<void> {
  const sweep = shared.value;
  shared.value = undefined;
  if (!sweep) return;
  clearInterval(sweep.timer);
  sweep.stop.abort();
  await sweep.running;
}
