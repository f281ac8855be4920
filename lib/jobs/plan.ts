import type { Choice } from '@/lib/auth/choose-caller';
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
  /** A second member has to approve it: it ends more than `above`, with what the person ended in the hour before or has in other jobs. */
  approval?: PlannedApproval;
  /** Only where a workspace has several accounts. */
  routes?: Routes;
  /** There is no connection now: the job waits until this account is connected, or signs in if that is not closed. */
  waitsFor?: WaitsFor;
};

export type WaitsFor = { account: string; closed: boolean };

/** The accounts that the changes go through. */
export type Routes = {
  callers: { account: string; count: number }[];
  /** Those that a person may choose from, with how many changes each may make. Empty: there is no choice. */
  choices: (Choice & { count: number })[];
  /** Those of all these accounts whose password is being checked: what goes through them waits. */
  inDoubt?: string[];
  /** The chosen account, and how many changes it may not make: they go by rule. */
  chosen: { account: string; byRule: number } | null;
  /** Changes that no connected account may make now: they wait for a connection. */
  stuck: number;
};

export type PlannedApproval = { endedBefore: number; above: number };

const rowsShown = 300;
const order: Record<PlannedStep['verdict'], number> = { blocked: 0, change: 1, already: 2 };

export function previewOf(
  plan: Plan,
  {
    approval = null,
    routes = null,
    waitsFor = null,
  }: { approval?: PlannedApproval | null; routes?: Routes | null; waitsFor?: WaitsFor | null } = {},
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
    ...(routes ? { routes } : {}),
    // A job that changes nothing cannot be started, so it waits for nothing.
    ...(waitsFor && counts.change > 0 ? { waitsFor } : {}),
  };
}

/**
 * Throws `conflict` if the plan is not what the person agreed to: another count of changes, or more of them that the chosen
 * account may not make.
 */
export function requireAgreed(
  plan: Plan,
  { expected, byRule, via }: { expected: number; byRule: number; via?: string | undefined },
): void {
  const changes = plan.steps.filter((step) => step.verdict === 'change');
  const isAgreed = via === undefined || (plan.params.via && countByRule(plan) === byRule);
  if (changes.length !== expected || !isAgreed) throw new DeskError('conflict');
}

/** Changes that do not go through the chosen account. */
export function countByRule({ steps }: Plan): number {
  return steps.filter(({ verdict, target }) => verdict === 'change' && !target.via).length;
}

/** "All that match" counts as several: the matches are not counted before the password is asked for. */
export function isSeveral(selection: BulkSelection): boolean {
  return selection.all || new Set(selection.ids).size > 1;
}
