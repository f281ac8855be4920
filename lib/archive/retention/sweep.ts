import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { runExclusive } from '../sync/store/run-exclusive';
import { pruneMonths } from './prune-months';
import { dueRules, runRule } from './run-retention';

/** Interval of looks for due rules: another process continues this soon after a crash. */
const everyMs = 20_000;

type Sweep = { stop: AbortController; timer: NodeJS.Timeout; running: Promise<void> | null };

const shared = processSlot<Sweep>('retention-sweep');

export function startRetention(): void {
  if (shared.value) return;
  const sweep: Sweep = {
    stop: new AbortController(),
    running: null,
    timer: setInterval(() => look(), everyMs),
  };
  const look = () => {
    sweep.running ??= sweepRetention(sweep.stop.signal)
      .catch((error: unknown) => log.warn({ err: error }, 'retention failed; it is tried again shortly'))
      .finally(() => {
        sweep.running = null;
      });
  };
  sweep.timer.unref();
  shared.value = sweep;
  look();
}

/** Ends after the current portion. */
export async function stopRetention(): Promise<void> {
  const sweep = shared.value;
  shared.value = undefined;
  if (!sweep) return;
  clearInterval(sweep.timer);
  sweep.stop.abort();
  await sweep.running;
}

export async function sweepRetention(signal?: AbortSignal): Promise<void> {
  const rules = await dueRules();
  for (const due of rules) {
    if (signal?.aborted) return;
    await runExclusive(`retention:${due.workspaceId}:${due.building}`, () => runRule(due, { signal }));
  }
  if (rules.length > 0 && !signal?.aborted) await pruneMonths();
}
