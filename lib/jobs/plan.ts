import type { JobKind, JobParams, StepTarget } from '@/lib/db/tables/jobs';
import { DeskError, type ErrorCode } from '@/lib/errors';
import type { Gaps } from '@/lib/readings/gaps';
import type { BulkSelection } from '@/lib/table/selection';

/** What tells a doorcode from others of its name. Shown, but not stored with the job. */
export type StepDoorcode = {
  /** Null: they are not stored. */
  digits: string | null;
  /** On the door's clock. */
  fromWall: string | null;
  toWall: string | null;
  /** The door’s time zone. */
  zone: string;
  /** Only in a preview: a job’s page may be read long after its end. */
  expired?: boolean;
};

export type PlannedStep = {
  target: StepTarget;
  doorcode?: StepDoorcode;
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
  kind: JobKind;
  counts: Record<PlannedStep['verdict'], number>;
  /** Doorcodes among the changes that open nothing any more. */
  expired: number;
  rows: PlannedStep[];
  gaps?: Gaps;
  /** A second member has to approve it: it ends more than `above`, with what the person ended in the hour before. */
  approval?: PlannedApproval;
  /** The accounts that the changes go through, where a workspace has several. Empty: there is only one. */
  callers: PlannedCaller[];
};

export type PlannedCaller = { account: string; count: number };

export type PlannedApproval = { endedBefore: number; above: number };

const rowsShown = 300;
const order: Record<PlannedStep['verdict'], number> = { blocked: 0, change: 1, already: 2 };

export function previewOf(
  plan: Plan,
  { approval = null, callers = [] }: { approval?: PlannedApproval | null; callers?: PlannedCaller[] } = {},
): Preview {
  const counts = { change: 0, already: 0, blocked: 0 };
  for (const { verdict } of plan.steps) counts[verdict]++;
  const isExpired = ({ doorcode }: PlannedStep) => doorcode?.expired ?? false;
  const rows = plan.steps.toSorted(
    (one, other) =>
      order[one.verdict] - order[other.verdict] || Number(isExpired(one)) - Number(isExpired(other)),
  );
  return {
    kind: plan.kind,
    counts,
    expired: plan.steps.filter((step) => step.verdict === 'change' && isExpired(step)).length,
    rows: rows.slice(0, rowsShown),
    ...(plan.gaps ? { gaps: plan.gaps } : {}),
    ...(approval ? { approval } : {}),
    callers,
  };
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
