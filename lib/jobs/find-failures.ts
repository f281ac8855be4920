import type { StepProgress } from './data';

/** What did not verifiably happen and was not tried again. Steps that are still to be done are not among them. */
export function isFailure(
  { position, state, already }: Pick<StepProgress, 'position' | 'state' | 'already'>,
  retried: ReadonlySet<number>,
): boolean {
  if (already || retried.has(position)) return false;
  return state === 'failed' || state === 'unknown' || state === 'unverified' || state === 'skipped';
}

export function retriedPositions(steps: readonly { position: number; retriedBy: string | null }[]) {
  return new Set(steps.flatMap(({ position, retriedBy }) => (retriedBy === null ? [] : [position])));
}
