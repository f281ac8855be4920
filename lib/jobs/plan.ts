import type { JobKind, JobParams, StepTarget } from '@/lib/db/tables/jobs';
import { DeskError, type ErrorCode } from '@/lib/errors';
import type { Gaps } from '@/lib/readings/gaps';
import type { BulkSelection } from '@/lib/table/selection';

export type PlannedStep = {
  target: StepTarget;
  verdict: 'change' | 'already' | 'blocked';
  code?: ErrorCode;
};

export type Plan = {
  kind: JobKind;
  params: JobParams;
  steps: PlannedStep[];
  /** How well the rooms that may belong to the selection are known. */
  gaps?: Gaps;
};

export type Preview = {
  counts: Record<PlannedStep['verdict'], number>;
  rows: PlannedStep[];
  gaps?: Gaps;
};

const rowsShown = 300;
const order: Record<PlannedStep['verdict'], number> = { blocked: 0, change: 1, already: 2 };

export function previewOf(plan: Plan): Preview {
  const counts = { change: 0, already: 0, blocked: 0 };
  for (const { verdict } of plan.steps) counts[verdict]++;
  const rows = [...plan.steps].sort((one, other) => order[one.verdict] - order[other.verdict]);
  return { counts, rows: rows.slice(0, rowsShown), ...(plan.gaps ? { gaps: plan.gaps } : {}) };
}

/** Throws `conflict` if the plan is not what the person agreed to. */
export function requireAgreed(plan: Plan, expected: number): void {
  if (plan.steps.filter((step) => step.verdict === 'change').length !== expected) {
    throw new DeskError('conflict');
  }
}

/** "All that match" counts as several: the matches are not counted before the password is asked for. */
export function isSeveral(selection: BulkSelection): boolean {
  return selection.all || new Set(selection.ids).size > 1;
}
