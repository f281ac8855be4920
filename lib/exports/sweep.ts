import { log } from '@/lib/log';
import { runDueExports } from './runner';

const everyMs = 15_000;

type Sweep = { timer: NodeJS.Timeout; stop: AbortController; running: Promise<void> | null };

const slot = Symbol.for('doordesk.export-sweep');
const shared = globalThis as { [slot]?: Sweep };

/** Looks for scheduled exports that are due, as long as the process serves. */
export function startExportSweep(): void {
  if (shared[slot]) return;
  const stop = new AbortController();
  const sweep: Sweep = {
    stop,
    running: null,
    // One that takes longer than the time between two must not make them pile up.
    timer: setInterval(() => {
      sweep.running ??= runDueExports(stop.signal)
        .catch((error) => log.warn({ err: error }, 'scheduled exports could not be looked for'))
        .finally(() => {
          sweep.running = null;
        });
    }, everyMs),
  };
  sweep.timer.unref();
  shared[slot] = sweep;
}

/** Gives up the file in the making; it is begun anew elsewhere, or when Doordesk serves again. */
export async function stopExportSweep(): Promise<void> {
  const sweep = shared[slot];
  delete shared[slot];
  if (!sweep) return;
  clearInterval(sweep.timer);
  sweep.stop.abort();
  await sweep.running;
}
