import type { Selectable } from 'kysely';
import type { Deed, Ending, Journal } from '@/lib/abilities/run-audited';
import { recordAudit } from '@/lib/audit/record';
import { wasDoubted } from '@/lib/auth/doubt';
import { seesBuilding } from '@/lib/auth/grants';
import { withFreshList } from '@/lib/auth/read-fresh-list';
import { lossOf, personOfWork } from '@/lib/auth/read-person';
import { type Scope, scopeForWork, scopeToRead } from '@/lib/auth/scope';
import { auditOutcome, type ChangeOutcome } from '@/lib/changes/outcome';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { JobStepTable, JobTable } from '@/lib/db/tables/jobs';
import { findListHindrance } from '@/lib/devices/data';
import {
  DeskError,
  type ErrorCode,
  errorCodeOf,
  isConnectionMissing,
  isListHindrance,
  isPasswordRefused,
} from '@/lib/errors';
import { notifyJob } from '@/lib/jobs/queue';
import { log } from '@/lib/log';
import { handlers, type StepContext, subjectOf } from './handlers';

export type Step = Selectable<JobStepTable> & {
  /** The account that it goes through, once that is known. */
  through?: Pick<Deed, 'account' | 'role' | 'connectionId'>;
};

export type Run = {
  job: Selectable<JobTable>;
  /** Stored in the job's row. Only the run with this token may claim a step. */
  token: string;
  stop: AbortSignal;
  paused: ErrorCode | null;
  /** Some steps wait while the others go on: of several connections, the one that they need cannot be used. */
  putOff?: boolean;
  /** Connections that no further step of this run goes through. */
  unusable: Map<string, ErrorCode>;
  /** Through which its changes go. */
  connectionId?: string | null;
};

export async function runStep(run: Run, step: Step): Promise<void> {
  const found = await scopeOfRun(run);
  const scope = found && (await withFreshList(found));
  if (scope && !scope.listIsFresh) run.paused = 'cloud-list-outdated';
  if (!scope?.listIsFresh || !(await claimStep(run, step))) return;
  const handler = handlers[run.job.kind];
  const context = { scope, target: step.target, params: run.job.params };

  const refusal = await handler.refuse(context);
  if (refusal && hasLostRight(scope, step, refusal)) {
    run.paused = 'not-allowed';
    return finishStep(run, step, { state: 'failed', code: refusal }, 'pending');
  }
  if (refusal) return finishStep(run, step, { state: 'failed', code: refusal });
  if (run.job.retry_of && handler.repeatable) {
    const found = await lookBack(run, context);
    if (found === null) return putBack(run, { ...step, state: 'running' });
    if (found.state === 'verified') return finishStep(run, step, { ...found, already: true });
  }
  const journal = journalOf(run, step, scope);
  const answer = await handler.change(context, journal);
  if (journal.broken) throw journal.broken;
  // Refused before its intent was written, so nothing was sent.
  if (answer.ok || journal.announced) return;
  // The connection that this step needs, or its list, may come back.
  const waits =
    isConnectionMissing(answer.code) || isListHindrance(answer.code) || isPasswordRefused(answer.code);
  if (waits) keepBack(run, scope, answer.code);
  await finishStep(run, step, { state: 'failed', code: answer.code }, waits ? 'pending' : 'failed');
}

/** Steps that go through other connections are still made. */
function keepBack(run: Run, scope: Scope, code: ErrorCode): void {
  if (scope.callers.length < 2 && code !== 'connection-stopped') run.paused = code;
  else run.putOff = true;
}

/** The member who ordered the job has lost what it needs. The job stops, and the step stays as it is. */
function hasLostRight(scope: Scope, { target }: Step, refusal: ErrorCode): boolean {
  if (!scope.member) return false;
  return refusal === 'not-allowed' || (refusal === 'not-found' && !seesBuilding(scope, target.building));
}

/** Writes a verb's intent and outcome in one transaction with the state of its step. */
function journalOf(
  run: Run,
  step: Step,
  scope: Scope,
): Journal & {
  announced: boolean;
  /** Why the outcome could not be written. The step stays as it is, and is read back later. */
  broken: unknown;
} {
  let begunAt = new Date();
  let through: Step['through'];
  return {
    announced: false,
    broken: null,
    async intent({ account, role, connectionId = null }) {
      through = { account, role, connectionId };
      const code = connectionId === null ? undefined : run.unusable.get(connectionId);
      if (code) throw new DeskError(code);
      const caller = scope.callers.find((one) => one.connectionId === connectionId);
      if (caller?.inDoubt) throw new DeskError('cloud-in-doubt');
      await proveList(scope, connectionId);
      const seq = await announceStep(run, { ...step, through });
      this.announced = true;
      begunAt = new Date();
      return seq;
    },
    async outcome(_, { result, intentSeq }) {
      const done = { ...step, intent_seq: intentSeq, ...(through ? { through } : {}) };
      try {
        await endStep({ run, step: done, scope, begunAt, outcome: outcomeOfVerb(run, step, result) });
      } catch (error) {
        this.broken = error;
        throw error;
      }
    },
    async refused() {},
  };
}

/** Of several connections, the one that this step needs may have no usable list. Then the step is not announced. */
async function proveList({ isMerged, workspaceId }: Scope, connectionId: string | null): Promise<void> {
  if (!isMerged || connectionId === null) return;
  const hindrance = await findListHindrance({ workspaceId, connectionId });
  if (hindrance) throw new DeskError(`cloud-${hindrance}`);
}

function outcomeOfVerb(run: Run, step: Step, result: Ending['result']): ChangeOutcome {
  if ('data' in result) return handlers[run.job.kind].outcomeOf(result.data);
  log.error({ err: result.error, jobId: run.job.id, position: step.position }, 'a step of a job failed');
  return { state: 'unknown', code: errorCodeOf(result.error) };
}

type Ended = { run: Run; step: Step; scope: Scope; begunAt: Date; outcome: ChangeOutcome };

async function endStep({ run, step, scope, begunAt, outcome }: Ended): Promise<void> {
  if (isPasswordRefused(outcome.code) && outcome.state === 'failed') {
    // The next steps would be refused too, each as one more failed sign-in at the vendor. If the cloud has just
    // accepted the password, only a person can help.
    const doubted = await Promise.all(scope.callers.map((caller) => wasDoubted(caller, begunAt)));
    const code = doubted.includes(true) ? 'cloud-in-doubt' : 'refused-wrong-credentials';
    if (step.through?.connectionId) run.unusable.set(step.through.connectionId, code);
    keepBack(run, scope, code);
    return finishStep(run, step, outcome, 'pending');
  }
  // Nothing was sent. The step waits until the list is readable or confirmed.
  const isSilent = outcome.code === 'cloud-restored';
  const isCut = outcome.code === 'cloud-disconnected' || outcome.code === 'cloud-right-lost';
  const isPutOff = outcome.state === 'failed' && (isListHindrance(outcome.code) || isSilent || isCut);
  // Once calls are allowed, the device list is read again, and the job continues.
  if (isPutOff) run.paused = isCut ? 'signed-out' : isSilent ? 'cloud-list-outdated' : (outcome.code ?? null);
  await finishStep(run, step, outcome, isPutOff ? 'pending' : outcome.state);
}

/**
 * The change may have been sent, so it is looked for also when the person who ordered it has lost the right. The step is sent
 * again only if there is no trace of it and a late arrival does no harm.
 */
export async function settleStep(run: Run, stored: Step): Promise<void> {
  const scope = await scopeOfRun(run, { toRead: true });
  if (!scope) return;
  const step = await withThrough(run, stored);
  const handler = handlers[run.job.kind];
  const context = { scope, target: step.target, params: run.job.params };
  // No intent was written, or the change's own record says that it was not sent.
  if (step.intent_seq === null || (await handler.wasSent?.(context)) === false) return putBack(run, step);
  const found = await lookBack(run, context);
  if (found === null) {
    if (step.state === 'running') await finishStep(run, step, { state: 'unknown', code: 'outcome-unknown' });
    return;
  }
  if (step.state === 'unverified') {
    // The cloud confirmed this change. It is not sent again, even if reading back does not find it.
    const { state, readAt } = found;
    if (state === 'verified') await finishStep(run, step, found);
    else if (readAt) await finishStep(run, step, { state: 'unverified', readAt, found: 'not-there' });
    return;
  }
  if (found.state === 'failed' && found.found === 'not-there' && handler.repeatable) {
    return finishStep(run, step, found, 'pending');
  }
  await finishStep(run, step, found);
}

/** Null: its connection does not work, so nothing can be read back now. Other steps go on. */
async function lookBack(run: Run, context: StepContext): Promise<ChangeOutcome | null> {
  try {
    return await handlers[run.job.kind].lookBack(context);
  } catch (error) {
    if (!isConnectionMissing(errorCodeOf(error))) throw error;
    run.putOff = true;
    return null;
  }
}

export async function leaveStep(run: Run, step: Step): Promise<void> {
  if (step.intent_seq === null) return;
  await finishStep(run, await withThrough(run, step), { state: 'unknown', code: 'outcome-unknown' });
}

/** A step that was sent earlier, with the account that it went through. */
async function withThrough({ job }: Run, step: Step): Promise<Step> {
  if (!step.connection_id) return step;
  const through = await getDb()
    .selectFrom('connection')
    .select(['id as connectionId', 'account', 'role'])
    .where('workspace_id', '=', job.workspace_id)
    .where('id', '=', step.connection_id)
    .executeTakeFirst();
  return through ? { ...step, through } : step;
}

/** Null: `paused` says why it waits. */
export async function scopeOfRun(run: Run, { toRead = false } = {}): Promise<Scope | null> {
  const { session_id: sessionId, workspace_id: workspaceId, actor, member_id: memberId } = run.job;
  const scope = await scopeForWork({ sessionId, workspaceId, actor, memberId });
  const loss = lossOf(scope ?? (await personOfWork(workspaceId, memberId)));
  // Who ordered the job may not do it any more. It stays as it is until a person cancels it.
  if (loss && !(scope && toRead)) run.paused = loss;
  else if (!scope) run.paused = 'signed-out';
  else if (scope.inDoubt) run.paused = 'cloud-in-doubt';
  else {
    run.connectionId = scope.connectionId;
    return toRead ? scopeToRead(scope) : scope;
  }
  return null;
}

async function claimStep(run: Run, step: Step): Promise<boolean> {
  const claimed = await getDb()
    .updateTable('job_step')
    .set({ state: 'running', tried_at: databaseDate(), intent_seq: null, connection_id: null })
    .where('job_id', '=', run.job.id)
    .where('position', '=', step.position)
    .where('state', '=', 'pending')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('job')
          .select('id')
          .where('workspace_id', '=', run.job.workspace_id)
          .where('id', '=', run.job.id)
          .where('runner', '=', run.token)
          .where('cancel_asked_at', 'is', null)
          .where('paused', '=', false)
          // Written while it runs: it was stopped.
          .where('wait_code', 'is', null),
      ),
    )
    .executeTakeFirst();
  return claimed.numUpdatedRows > 0n;
}

/** Throws `audit-unavailable` when the intent cannot be written. Then nothing may be sent. */
async function announceStep(run: Run, step: Step): Promise<number> {
  try {
    return await getDb()
      .transaction()
      .execute(async (trx) => {
        const seq = await recordAudit(trx, { ...entryOf(run, step), outcome: 'intent' });
        await trx
          .updateTable('job_step')
          .set({ intent_seq: seq, connection_id: step.through?.connectionId ?? null })
          .where('job_id', '=', run.job.id)
          .where('position', '=', step.position)
          .execute();
        return seq;
      });
  } catch (error) {
    log.error({ err: error, jobId: run.job.id }, 'audit intent could not be written; the step is not done');
    throw new DeskError('audit-unavailable');
  }
}

/** Stores the outcome and its audit entry together. If that fails, the step stays `running` and is read back later. */
async function finishStep(
  run: Run,
  step: Step,
  outcome: ChangeOutcome,
  state: Step['state'] = outcome.state,
): Promise<void> {
  await getDb()
    .transaction()
    .execute(async (trx) => {
      await trx
        .updateTable('job_step')
        .set({
          state,
          code: state === 'pending' ? null : (outcome.code ?? null),
          already: outcome.already ?? false,
          found: outcome.found ?? null,
          read_at: outcome.readAt ?? null,
        })
        .where('job_id', '=', run.job.id)
        .where('position', '=', step.position)
        .execute();
      await notifyJob(run.job.id, trx);
      if (step.intent_seq === null) return;
      await recordAudit(trx, {
        ...entryOf(run, step),
        outcome: auditOutcome(outcome),
        intentSeq: step.intent_seq,
        detail: { job: run.job.id, state: outcome.state, code: outcome.code ?? null },
      });
    });
}

async function putBack(run: Run, step: Step): Promise<void> {
  await getDb()
    .updateTable('job_step')
    .set({ state: 'pending', code: null })
    .where('job_id', '=', run.job.id)
    .where('position', '=', step.position)
    .where('state', '=', step.state)
    .execute();
}

function entryOf(run: Run, step: Step) {
  const { workspace_id, actor, member_id, account, role, kind, id, params } = run.job;
  return {
    workspaceId: workspace_id,
    memberId: member_id,
    connectionId: run.connectionId ?? null,
    buildings: [step.target.building],
    actor,
    account,
    role,
    ...step.through,
    action: handlers[kind].action,
    subject: subjectOf(step.target),
    detail: { job: id, ...(params.master ? { master: params.master } : {}) },
  };
}
