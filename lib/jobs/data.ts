import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { openForMs } from '@/lib/abilities/approvals/requests';
import { seenJobBuildings } from '@/lib/abilities/jobs';
import { namesAccounts } from '@/lib/auth/choose-caller';
import { readAccounts } from '@/lib/auth/read-accounts';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ApprovalState } from '@/lib/db/tables/approvals';
import {
  type JobKind,
  type JobParams,
  type JobState,
  jobKinds,
  type StepState,
  type StepTarget,
  stopCodes,
} from '@/lib/db/tables/jobs';
import { readZones } from '@/lib/devices/zones';
import type { ErrorCode } from '@/lib/errors';
import { type ChoiceCounts, matchCells } from '@/lib/table/match-choices';
import { findByText } from '@/lib/text/match-one-typo';
import type { StepDoorcode } from './plan';
import { readStepDoorcodes } from './read-step-doorcodes';
import type { JobsQuery } from './schema';
import type { ShownState } from './states';

export type StepCounts = Record<StepState, number>;

export type JobRow = {
  id: string;
  kind: JobKind;
  state: JobState;
  params: JobParams;
  actor: string;
  createdAt: string;
  finishedAt: string | null;
  waitCode: ErrorCode | null;
  cancelAsked: boolean;
  paused: boolean;
  retryOf: string | null;
  /** For doorcodes: the batch of their page (`/doorcodes/issued/…`). */
  batch: string | null;
  counts: StepCounts;
  total: number;
};

/** Of a job that waits for a second member, or did. */
export type JobApproval = {
  state: ApprovalState;
  things: number;
  endedBefore: number;
  until: string;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string;
};

export type StepProgress = {
  position: number;
  state: StepState;
  code: ErrorCode | null;
  already: boolean;
  found: 'there' | 'not-there' | null;
  readAt: string | null;
  /** The account that it went through, where a workspace has several. */
  through: string | null;
};

export type StepRow = StepProgress & {
  target: StepTarget;
  doorcode: StepDoorcode | null;
  retriedBy: string | null;
};

const counts = sql<Partial<StepCounts>>`(
  select coalesce(jsonb_object_agg(state, n), '{}') from (
    select state, count(*) as n from job_step where job_id = job.id group by state) as by_state)`;

/** The form's batch. Codes of a retry are on the same page. */
const batch = sql<string | null>`case when kind = 'issue-doorcodes' then (
  select request.batch from job_step
  join doorcode_request as request on request.id = nullif(job_step.target ->> 'requestId', '')::uuid
    and request.workspace_id = job.workspace_id
  where job_step.job_id = job.id order by job_step.position limit 1) end`;

/** A member sees a job if they may see what it is about in every building of it. A step that names none is hidden. */
export function isSeenJob({ grants }: Pick<Scope, 'grants'>): RawBuilder<SqlBool> {
  if (grants === null) return sql`true`;
  const seen = jobKinds.map((kind) => {
    const names = seenJobBuildings({ grants }, kind);
    const among = sql`exists (select from job_step where job_step.job_id = job.id)
      and not exists (select from job_step where job_step.job_id = job.id
        and (job_step.target ->> 'building' = any(${names}::text[])) is not true)`;
    return sql`(job.kind = ${kind} and ${names === null ? sql`true` : among})`;
  });
  return sql`(${sql.join(seen, sql` or `)})`;
}

function jobs(scope: Scope) {
  return getDb()
    .selectFrom('job')
    .where(isSeenJob(scope))
    .select([
      'id',
      'kind',
      'state',
      'params',
      'actor',
      'created_at',
      'finished_at',
      'wait_code',
      'cancel_asked_at',
      'paused',
      'retry_of',
      batch.as('batch'),
      counts.as('counts'),
    ])
    .where('workspace_id', '=', scope.workspaceId);
}

/** As `shownState` of states.ts. */
const shown = sql<ShownState>`case when state <> 'waiting' then state when paused then 'paused'
  when wait_code = any(${stopCodes}::text[]) then 'stopped' when wait_code = 'approval-needed' then 'approval' when wait_code = 'cloud-in-doubt' then 'checking'
  when wait_code in ('signed-out', 'no-connection') then 'connection' else 'waiting' end`;

/** One range of rows, and how many each choice of the filters shows. */
export async function listJobs(
  scope: Scope,
  query: JobsQuery,
): Promise<{ rows: JobRow[]; total: number; counts: ChoiceCounts<'state' | 'kind'> }> {
  const { state, kind } = query;
  const ids = await findByWords(scope, query.q);
  const among = ids ? sql<SqlBool>`id = any(${ids}::uuid[])` : sql<SqlBool>`true`;
  let matching = jobs(scope).where(among);
  if (state.length > 0) matching = matching.where(shown, 'in', state);
  if (kind.length > 0) matching = matching.where('kind', 'in', kind);
  const [rows, cells] = await Promise.all([
    matching
      .orderBy(query.sort === 'state' ? shown : sql.ref('created_at'), query.dir)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .offset(query.offset)
      .limit(query.limit)
      .execute(),
    getDb()
      .selectFrom('job')
      .select(({ fn }) => ['kind', shown.as('shown'), fn.countAll<number>().as('count')])
      .where('workspace_id', '=', scope.workspaceId)
      .where(isSeenJob(scope))
      .where(among)
      .groupBy(['kind', 'shown'])
      .execute(),
  ]);
  const matched = matchCells(cells, {
    state: { chosen: state, of: (cell) => [cell.shown] },
    kind: { chosen: kind, of: (cell) => [cell.kind] },
  });
  return { rows: rows.map(jobRow), ...matched };
}

/** Ids by who started a job, its master or the name of its doorcodes. Null: nothing was typed. */
async function findByWords(scope: Scope, typed: string): Promise<string[] | null> {
  if (typed === '') return null;
  // No stored key for the search: an account has few jobs, and they are seldom searched.
  const all = await getDb()
    .selectFrom('job')
    .select(['id', 'actor', 'params'])
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenJob(scope))
    .execute();
  const found = findByText(all, typed, ({ actor, params }) => [
    actor,
    params.master ?? '',
    params.doorcode?.name ?? '',
  ]);
  return found.map(({ id }) => id);
}

export async function readJob(scope: Scope, jobId: string): Promise<JobRow | null> {
  const row = await jobs(scope).where('id', '=', jobId).executeTakeFirst();
  return row ? jobRow(row) : null;
}

export async function readJobApproval(scope: Scope, jobId: string): Promise<JobApproval | null> {
  const row = await getDb()
    .selectFrom('approval')
    .select(['state', 'things', 'ended_before', 'asked_at', 'decided_by', 'decided_at', 'reason'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('job_id', '=', jobId)
    .executeTakeFirst();
  if (!row) return null;
  const { state, things, reason } = row;
  return {
    ...{ state, things, reason },
    endedBefore: row.ended_before,
    until: new Date(row.asked_at.getTime() + openForMs).toISOString(),
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
  };
}

/** Failures first, then unclear ones, then the rest in order of work. */
export async function readSteps(scope: Scope, jobId: string): Promise<StepRow[]> {
  const rows = await steps(scope, jobId)
    .leftJoin('doorcode_request as request', (join) =>
      join
        .on('request.workspace_id', '=', scope.workspaceId)
        .on(sql<boolean>`request.id = nullif(job_step.target ->> 'requestId', '')::uuid`),
    )
    .select(['job_step.target', 'job_step.retried_by'])
    .select(['request.doorcode_id', 'request.from_wall', 'request.to_wall'])
    .orderBy(
      sql`array_position(array['failed', 'unknown', 'unverified', 'running', 'pending', 'skipped', 'verified'],
        job_step.state)`,
    )
    .orderBy('job_step.position')
    .execute();
  const codeIds = rows.flatMap((row) => row.target.doorcodeId ?? row.doorcode_id ?? []);
  const [codes, zones, accounts] = await Promise.all([
    readStepDoorcodes(scope, codeIds),
    readZones(scope.workspaceId),
    readStepAccounts(scope, rows),
  ]);
  return rows.map((row) => {
    const { gid, building } = row.target;
    const zone = zones.ofChannel({ gid, buildingName: building }).name;
    const asked = { digits: null, fromWall: row.from_wall, toWall: row.to_wall };
    const doorcode =
      codes.get(row.target.doorcodeId ?? row.doorcode_id ?? '') ?? (row.from_wall === null ? null : asked);
    return {
      ...progressOf(row, accounts),
      target: row.target,
      retriedBy: row.retried_by,
      doorcode: doorcode && { ...doorcode, zone },
    };
  });
}

export async function readProgress(scope: Scope, jobId: string): Promise<StepProgress[]> {
  const rows = await steps(scope, jobId).orderBy('job_step.position').execute();
  const accounts = await readStepAccounts(scope, rows);
  return rows.map((row) => progressOf(row, accounts));
}

type SentStep = { connection_id: string | null };

function readStepAccounts(scope: Scope, rows: readonly SentStep[]) {
  return readAccounts(
    scope,
    rows.filter(({ connection_id: id }) => id !== null),
    { named: namesAccounts(scope) },
  );
}

function steps(scope: Scope, jobId: string) {
  return getDb()
    .selectFrom('job_step')
    .innerJoin('job', 'job.id', 'job_step.job_id')
    .select([
      'job_step.position',
      'job_step.state',
      'job_step.code',
      'job_step.already',
      'job_step.found',
      'job_step.read_at',
      'job_step.connection_id',
    ])
    .where('job.workspace_id', '=', scope.workspaceId)
    .where(isSeenJob(scope))
    .where('job.id', '=', jobId);
}

export async function readJobBuildings({ workspaceId }: Scope, jobId: string): Promise<string[]> {
  const building = sql<string>`job_step.target ->> 'building'`;
  const rows = await getDb()
    .selectFrom('job_step')
    .innerJoin('job', 'job.id', 'job_step.job_id')
    .select(building.as('name'))
    .distinct()
    .where('job.workspace_id', '=', workspaceId)
    .where('job.id', '=', jobId)
    .execute();
  return rows.map(({ name }) => name);
}

function progressOf(
  row: SentStep & {
    position: number;
    state: StepState;
    code: ErrorCode | null;
    already: boolean;
    found: string | null;
    read_at: Date | null;
  },
  accounts: ReadonlyMap<string, string> | null,
): StepProgress {
  // A step that waits may go through another account next time.
  const sent = row.state === 'pending' || row.state === 'skipped' ? null : row.connection_id;
  return {
    position: row.position,
    state: row.state,
    code: row.code,
    already: row.already,
    found: row.found === 'there' || row.found === 'not-there' ? row.found : null,
    readAt: row.read_at?.toISOString() ?? null,
    through: (sent && accounts?.get(sent)) ?? null,
  };
}

type StoredJob = Awaited<ReturnType<ReturnType<typeof jobs>['executeTakeFirstOrThrow']>>;

function jobRow(row: StoredJob): JobRow {
  const found = {
    pending: 0,
    running: 0,
    verified: 0,
    unverified: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
    ...row.counts,
  };
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    params: row.params,
    actor: row.actor,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    waitCode: row.wait_code,
    cancelAsked: row.cancel_asked_at !== null,
    paused: row.paused,
    retryOf: row.retry_of,
    batch: row.batch,
    counts: found,
    total: Object.values(found).reduce((sum, count) => sum + count, 0),
  };
}
