import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { isOwnRequest, mayDecideRequest, seesRequest } from '@/lib/abilities/approvals/ability';
import { knowsVendorPassword } from '@/lib/abilities/approvals/count-waiting';
import { oldestOpen, openForMs } from '@/lib/abilities/approvals/requests';
import type { Scope } from '@/lib/auth/scope';
import { readRoutes } from '@/lib/bulk/read-routes';
import { getDb } from '@/lib/db/client';
import type { ApprovalFacts, ApprovalState } from '@/lib/db/tables/approvals';
import type { JobKind, JobParams, StepTarget } from '@/lib/db/tables/jobs';
import type { Routes } from '@/lib/jobs/plan';
import { type ShownState, shownState } from '@/lib/jobs/states';

export type ApprovalRow = {
  id: string;
  verb: string;
  subject: string;
  buildings: string[];
  things: number;
  endedBefore: number;
  above: number | null;
  facts: ApprovalFacts;
  askedBy: string;
  /** Null: asked by the holder of the vendor's account. */
  memberId: string | null;
  askedAt: string;
  until: string;
  state: ApprovalState;
  decidedBy: string | null;
  decidedAt: string | null;
  usedAt: string | null;
  reason: string;
  isOwn: boolean;
  mayDecide: boolean;
  job: { id: string; kind: JobKind; params: JobParams; shown: ShownState } | null;
};

/**
 * `approvers`: the names of the other members who can decide it. `steps`: the first things of its job. `through`: the accounts
 * that its job goes through now, where they are named.
 */
export type OpenApproval = ApprovalRow & {
  approvers: string[];
  steps: StepTarget[];
  through: Pick<Routes, 'callers' | 'stuck'>;
};

const columns = [
  'approval.id',
  'approval.verb',
  'approval.subject',
  'approval.buildings',
  'approval.things',
  'approval.ended_before',
  'approval.above',
  'approval.facts',
  'approval.actor',
  'approval.member_id as memberId',
  'approval.device',
  'approval.asked_at',
  'approval.state',
  'approval.decided_by',
  'approval.decided_at',
  'approval.used_at',
  'approval.reason',
  'job.id as jobId',
  'job.kind',
  'job.params',
  'job.state as jobState',
  'job.wait_code',
  'job.paused',
] as const;

function requests(scope: Pick<Scope, 'workspaceId'>) {
  return getDb()
    .selectFrom('approval')
    .leftJoin('job', (join) =>
      join.onRef('job.workspace_id', '=', 'approval.workspace_id').onRef('job.id', '=', 'approval.job_id'),
    )
    .select(columns)
    .where('approval.workspace_id', '=', scope.workspaceId);
}

async function viewerOf(scope: Scope): Promise<Viewer> {
  const [knows, session] = await Promise.all([
    knowsVendorPassword(scope),
    getDb().selectFrom('session').select('device').where('id', '=', scope.sessionId).executeTakeFirst(),
  ]);
  return { ...scope, knowsVendorPassword: knows, device: session?.device ?? null };
}

type Viewer = Scope & { knowsVendorPassword: boolean; device: string | null };
type Stored = Awaited<ReturnType<ReturnType<typeof requests>['executeTakeFirstOrThrow']>>;

function toRow(viewer: Viewer, row: Stored): ApprovalRow {
  const { id, verb, subject, buildings, things, above, facts, reason, jobId, kind, params, jobState } = row;
  const isOpen = row.state === 'waiting' || row.state === 'approved';
  return {
    ...{ id, verb, subject, buildings, things, above, facts, reason },
    endedBefore: row.ended_before,
    askedBy: row.actor,
    memberId: row.memberId,
    askedAt: row.asked_at.toISOString(),
    until: new Date(row.asked_at.getTime() + openForMs).toISOString(),
    state: isOpen && row.asked_at <= oldestOpen() ? 'expired' : row.state,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    usedAt: row.used_at?.toISOString() ?? null,
    isOwn: isOwnRequest(viewer, row),
    mayDecide: row.state === 'waiting' && mayDecideRequest(viewer, row),
    job:
      jobId && kind && params && jobState
        ? {
            ...{ id: jobId, kind, params },
            shown: shownState({ state: jobState, waitCode: row.wait_code, paused: row.paused ?? false }),
          }
        : null,
  };
}

/** What waits, and what was approved and not done yet, oldest first. */
export async function listOpenApprovals(scope: Scope): Promise<OpenApproval[]> {
  const stored = await requests(scope)
    .where('approval.state', 'in', ['waiting', 'approved'])
    .where('approval.asked_at', '>', oldestOpen())
    .orderBy('approval.asked_at')
    .orderBy('approval.id')
    .execute();
  const seen = stored.filter((row) => seesRequest(scope, row));
  if (seen.length === 0) return [];
  const [viewer, members, steps] = await Promise.all([
    viewerOf(scope),
    listApprovers(scope.workspaceId),
    readSteps(
      scope,
      seen.flatMap(({ jobId }) => jobId ?? []),
    ),
  ]);
  const own = (scope.viewsAs ?? scope.member)?.id;
  const others = members.filter(({ member }) => member.id !== own);
  return Promise.all(
    seen.map(async (row) => {
      const targets = steps.get(row.jobId ?? '') ?? [];
      return {
        ...toRow(viewer, row),
        approvers: others.filter((member) => mayDecideRequest(member, row)).map(({ member }) => member.name),
        steps: targets.slice(0, mostSteps),
        through: await readThrough(scope, row, targets),
      };
    }),
  );
}

/** As the preview of the job named them: a member decides about what they read there. */
async function readThrough(
  scope: Scope,
  { kind, params }: Pick<Stored, 'kind' | 'params'>,
  targets: readonly StepTarget[],
): Promise<Pick<Routes, 'callers' | 'stuck'>> {
  if (!kind || !params) return { callers: [], stuck: 0 };
  const steps = targets.map((target) => ({ target, verdict: 'change' as const }));
  const { callers = [], stuck = 0 } = (await readRoutes(scope, { kind, params, steps })) ?? {};
  return { callers, stuck };
}

const mostSteps = 100;

/** Without digits: a target holds the names that its page showed. */
async function readSteps(scope: Scope, jobIds: string[]): Promise<Map<string, StepTarget[]>> {
  if (jobIds.length === 0) return new Map();
  const rows = await getDb()
    .selectFrom('job_step')
    .innerJoin('job', 'job.id', 'job_step.job_id')
    .select(['job_step.job_id', 'job_step.target'])
    .where('job.workspace_id', '=', scope.workspaceId)
    .where('job_step.job_id', '=', sql<string>`any(${jobIds}::uuid[])`)
    .where('job_step.state', '=', 'pending')
    .orderBy('job_step.position')
    .execute();
  const byJob = Map.groupBy(rows, ({ job_id }) => job_id);
  return new Map([...byJob].map(([id, found]) => [id, found.map(({ target }) => target)]));
}

async function listApprovers(workspaceId: string) {
  const rows = await getDb()
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['member.id', 'member.name', 'membership.grants', 'membership.knew_password'])
    .where('membership.workspace_id', '=', workspaceId)
    .where(sql<boolean>`membership.grants -> 'workspace' @> '["approve"]'`)
    .orderBy('member.name')
    .execute();
  return rows.map(({ id, name, grants, knew_password }) => ({
    actor: name,
    member: { id, name },
    viewsAs: null,
    grants,
    knowsVendorPassword: knew_password,
  }));
}

const mostDecided = 100;

/** What was decided or ended, newest first. */
export async function listDecidedApprovals(scope: Scope): Promise<ApprovalRow[]> {
  const stored = await requests(scope)
    .where((row) =>
      row.or([
        row('approval.state', 'not in', ['waiting', 'approved']),
        row('approval.asked_at', '<=', oldestOpen()),
      ]),
    )
    .orderBy('approval.asked_at', 'desc')
    .orderBy('approval.id')
    .limit(5 * mostDecided)
    .execute();
  const viewer = await viewerOf(scope);
  return stored
    .filter((row) => seesRequest(scope, row))
    .slice(0, mostDecided)
    .map((row) => toRow(viewer, row));
}

/** Null: there is none, or this person does not see it. */
export async function findApproval(scope: Scope, id: string): Promise<ApprovalRow | null> {
  const row = await requests(scope).where('approval.id', '=', id).executeTakeFirst();
  return row && seesRequest(scope, row) ? toRow(await viewerOf(scope), row) : null;
}

/**
 * `version` differs when something that this person sees was asked, decided or ended. `own`: what they asked for, newest first,
 * while it is open with the values that they gave.
 */
export type ApprovalNews = {
  version: string;
  own: Pick<
    ApprovalRow,
    'id' | 'verb' | 'subject' | 'state' | 'askedAt' | 'decidedBy' | 'reason' | 'facts'
  >[];
};

export async function readApprovalNews(scope: Scope): Promise<ApprovalNews> {
  const stored = await requests(scope)
    .where('approval.asked_at', '>', oldestOpen())
    .orderBy('approval.asked_at', 'desc')
    .execute();
  const seen = stored.filter((row) => seesRequest(scope, row));
  return {
    version: createHash('sha256')
      .update(seen.map(({ id, state }) => `${id} ${state}`).join())
      .digest('base64url')
      .slice(0, 16),
    own: seen
      .filter((row) => isOwnRequest(scope, row))
      .map(({ id, verb, subject, facts: { before, spent, ...facts }, state, reason, ...row }) => ({
        ...{ id, verb, subject, state, reason, decidedBy: row.decided_by },
        askedAt: row.asked_at.toISOString(),
        facts: state === 'waiting' || state === 'approved' ? facts : {},
      })),
  };
}
