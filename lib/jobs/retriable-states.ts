import type { JobKind, StepState } from '@/lib/db/tables/jobs';

/** An unknown step only if a late arrival does no harm. A step that a cancelled retry left out had failed in the job before. */
export function retriableStates(kind: JobKind, isRetry: boolean): StepState[] {
  return [
    'failed',
    ...(kind === 'issue-doorcodes' ? [] : (['unknown'] as const)),
    ...(isRetry ? (['skipped'] as const) : []),
  ];
}
