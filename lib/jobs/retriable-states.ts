import type { JobKind, StepState } from '@/lib/db/tables/jobs';

/**
 * The states in which a step of a finished job may be tried again. What is unknown may where the retry can look first
 * and do no harm by arriving twice: a doorcode whose making is unknown is looked for by itself instead. What was left
 * out of a cancelled retry failed in the job before.
 */
export function retriableStates(kind: JobKind, isRetry: boolean): StepState[] {
  return [
    'failed',
    ...(kind === 'issue-doorcodes' ? [] : (['unknown'] as const)),
    ...(isRetry ? (['skipped'] as const) : []),
  ];
}
