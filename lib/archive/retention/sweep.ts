import { startSweep } from '@/lib/sweep';
import { runExclusive } from '../sync/store/run-exclusive';
import { pruneMonths } from './prune-months';
import { dueRules, runRule } from './run-retention';

/** Interval of looks for due rules: another process continues this soon after a crash. */
const everyMs = 20_000;

export function startRetention(): void {
  startSweep('retention', {
    everyMs,
    isDueAtStart: true,
    fault: 'retention failed; it is tried again shortly',
    run: sweepRetention,
  });
}

/** Ends after the current portion. */
export async function sweepRetention(signal?: AbortSignal): Promise<void> {
  const rules = await dueRules();
  for (const due of rules) {
    if (signal?.aborted) return;
    await runExclusive(`retention:${due.workspaceId}:${due.building}`, () => runRule(due, { signal }));
  }
  if (rules.length > 0 && !signal?.aborted) await pruneMonths();
}
