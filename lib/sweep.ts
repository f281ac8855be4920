import { log } from './log';
import { processSlot } from './process-slot';
import { onShutdown } from './shutdown';

type Sweep = {
  everyMs: number;
  /** Also at once, and not only after the first interval. */
  isDueAtStart?: boolean;
  /** What the log says of a run that failed. The next one tries again. */
  fault: string;
  /** `signal` aborts when the process is asked to end, which waits for the run. */
  run(signal: AbortSignal): Promise<unknown>;
};

/**
 * Repeats a piece of work in this process until it ends. A run that takes longer than the interval delays the next one.
 * A second start under the same name does nothing.
 */
export function startSweep(name: string, { everyMs, isDueAtStart = false, fault, run }: Sweep): void {
  const started = processSlot<boolean>(`sweep.${name}`);
  if (started.value) return;
  started.value = true;
  const stop = new AbortController();
  let running: Promise<void> | null = null;
  const look = () => {
    running ??= run(stop.signal)
      .then(() => {})
      .catch((err: unknown) => log.warn({ err }, fault))
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(look, everyMs).unref();
  onShutdown(async () => {
    clearInterval(timer);
    started.value = false;
    stop.abort();
    await running;
  });
  if (isDueAtStart) look();
}
