import { sql } from 'kysely';
import { deskActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { type Db, getDb, getUpkeepDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { AuditOutcome } from '@/lib/db/tables/audit';
import type { RetentionMode } from '@/lib/db/tables/retention';
import { nameLock } from '../sync/store/name-lock';
import type { EventKey } from '../sync/store/order-by-place';
import { type ActiveRule, cutoffOf, held, reached } from '../sync/store/retention-rule';
import { dropKeptFiles } from './kept-files';
import { dropOldTraces } from './leave-traces';
import { lockRetention } from './lock';
import { type Portion, prunePortion } from './prune-portion';

export type DueRule = { workspaceId: string; building: string };
export type RunOptions = {
  signal?: AbortSignal;
  portion?: number;
  now?: Date;
};

const DAY = 86_400_000;
const usualPortion = 5_000;

export async function dueRules(now = databaseDate()): Promise<DueRule[]> {
  return getDb()
    .selectFrom('retention_rule')
    .select(['workspace_id as workspaceId', 'building_name as building'])
    .where(({ or, eb }) => or([eb('due_at', '<=', now), eb('cutoff', 'is not', null)]))
    .orderBy('due_at')
    .modifyEnd(everyWorkspace)
    .execute();
}

/** Applies a rule in portions that save their progress, so another process can continue. Returns how many it removed. */
export async function runRule(due: DueRule, options: RunOptions = {}): Promise<number> {
  const { signal, portion = usualPortion, now = databaseDate() } = options;
  const run = await begin(due, now);
  if (!run) return 0;
  let taken = 0;
  for (const gid of await doorsOf(due.workspaceId)) {
    for (let after: EventKey | null = null; ; ) {
      if (signal?.aborted) {
        await pause(run);
        return taken;
      }
      const part: Portion | null = await takePortion(run, gid, { most: portion, after });
      if (part === null) return taken;
      taken += part.count;
      if (part.count < portion) break;
      after = part.last;
    }
    await dropOldTraces(getUpkeepDb(), due.workspaceId, gid);
  }
  await removeNames(due.workspaceId);
  await finish(run, now);
  return taken;
}

type Run = ActiveRule & { changedAt: Date };

/** The current run, or a new one. Null if the rule is gone or there is nothing to do. */
async function begin({ workspaceId, building }: DueRule, now: Date): Promise<Run | null> {
  return runLimited(workspaceId, async (trx) => {
    const rule = await ruleOf(trx, workspaceId, building);
    if (!rule) return null;
    const { mode, days } = rule;
    const cutoff = rule.cutoff ?? cutoffOf(days, now);
    const run = { workspaceId, building, mode, cutoff, changedAt: rule.changed_at };
    if (rule.cutoff) {
      if (rule.intent_seq === null) await note(trx, run, await record(trx, { ...rule, outcome: 'intent' }));
      return run;
    }
    if (rule.due_at > now) return null;
    const files = await dropKeptFiles(trx, run);
    const { rows } = await sql`
      select from event e
      where e.gid in (select distinct gid from event_stretch where workspace_id = ${workspaceId})
        and ${reached(run)} and not ${held(run)} limit 1`.execute(trx);
    if (rows.length === 0) {
      // The audit log has no entry for a day on which nothing was removed.
      await trx
        .updateTable('retention_rule')
        .set({ due_at: nextDay(now), finished_at: now, last_affected: 0 })
        .where('workspace_id', '=', workspaceId)
        .where('building_name', '=', building)
        .execute();
      if (files > 0) await record(trx, { ...rule, outcome: 'done', count: 0, files });
      return null;
    }
    const intentSeq = await record(trx, { ...rule, outcome: 'intent', files });
    await note(trx, run, intentSeq);
    return run;
  });
}

async function note(trx: Db, run: Run, intentSeq: number | null): Promise<void> {
  await trx
    .updateTable('retention_rule')
    .set({ cutoff: run.cutoff, affected: 0, intent_seq: intentSeq })
    .where('workspace_id', '=', run.workspaceId)
    .where('building_name', '=', run.building)
    .execute();
}

/** Records the progress before this process ends. The next process writes its own intent and outcome. */
async function pause(run: Run): Promise<void> {
  await runLimited(run.workspaceId, async (trx) => {
    const rule = await current(trx, run);
    if (!rule || rule.intent_seq === null) return;
    await record(trx, { ...rule, outcome: 'done', count: rule.affected, stopped: true });
    await note(trx, run, null);
  });
}

/** Null if the rule has changed, or another process has finished the run. */
async function takePortion(
  run: Run,
  gid: string,
  range: { most: number; after: EventKey | null },
): Promise<Portion | null> {
  return runLimited(run.workspaceId, async (trx) => {
    if (!(await current(trx, run))) return null;
    const part = await prunePortion(trx, gid, run, range);
    if (part.count === 0) return part;
    await trx
      .updateTable('retention_rule')
      .set(({ eb }) => ({ affected: eb('affected', '+', part.count) }))
      .where('workspace_id', '=', run.workspaceId)
      .where('building_name', '=', run.building)
      .execute();
    return part;
  });
}

async function finish(run: Run, now: Date): Promise<void> {
  await runLimited(run.workspaceId, async (trx) => {
    const rule = await current(trx, run);
    if (!rule) return;
    await trx
      .updateTable('retention_rule')
      .set({
        cutoff: null,
        intent_seq: null,
        due_at: nextDay(now),
        finished_at: now,
        last_affected: rule.affected,
      })
      .where('workspace_id', '=', run.workspaceId)
      .where('building_name', '=', run.building)
      .execute();
    await record(trx, { ...rule, outcome: 'done', count: rule.affected });
  });
}

type RuleRow = NonNullable<Awaited<ReturnType<typeof ruleOf>>>;

async function current(trx: Db, run: Run): Promise<RuleRow | null> {
  const rule = await ruleOf(trx, run.workspaceId, run.building);
  const same =
    rule?.cutoff?.getTime() === run.cutoff.getTime() && rule.changed_at.getTime() === run.changedAt.getTime();
  return same ? rule : null;
}

function ruleOf(trx: Db, workspaceId: string, building: string) {
  return trx
    .selectFrom('retention_rule')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('building_name', '=', building)
    .forUpdate()
    .executeTakeFirst();
}

function record(
  trx: Db,
  rule: {
    workspace_id: string;
    building_name: string;
    actor: string;
    account: string;
    mode: RetentionMode;
    days: number;
    intent_seq: number | null;
    outcome: AuditOutcome;
    count?: number;
    files?: number;
    stopped?: boolean;
  },
): Promise<number> {
  const { mode, days, count, files = 0, stopped } = rule;
  return recordAudit(trx, {
    workspaceId: rule.workspace_id,
    actor: deskActor,
    account: rule.account,
    role: 'manager',
    action: 'retention.run',
    subject: rule.building_name,
    buildings: [rule.building_name],
    outcome: rule.outcome,
    detail: {
      mode,
      days,
      ruleBy: rule.actor,
      ...(count === undefined ? {} : { count }),
      ...(files === 0 ? {} : { files }),
      ...(stopped ? { stopped } : {}),
    },
    ...(rule.intent_seq === null ? {} : { intentSeq: rule.intent_seq }),
  });
}

async function doorsOf(workspaceId: string): Promise<string[]> {
  const doors = await getDb()
    .selectFrom('event_stretch')
    .select('gid')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .orderBy('gid')
    .execute();
  return doors.map(({ gid }) => gid);
}

async function removeNames(workspaceId: string): Promise<void> {
  const unused = sql`not exists (
    select from event e where e.workspace_id = ${workspaceId} and e.who_id = event_who.id)`;
  const { rows } = await sql<{ id: number }>`
    select id from event_who where workspace_id = ${workspaceId} and ${unused}`.execute(getUpkeepDb());
  for (let from = 0; from < rows.length; from += usualPortion) {
    const ids = rows.slice(from, from + usualPortion).map(({ id }) => id);
    await getDb()
      .transaction()
      .execute(async (trx) => {
        await nameLock(trx, workspaceId, 'exclusive');
        await sql`
          delete from event_who where workspace_id = ${workspaceId} and id = any(${ids}::bigint[]) and ${unused}`.execute(
          trx,
        );
      });
  }
}

function runLimited<T>(workspaceId: string, work: (trx: Db) => Promise<T>): Promise<T> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await lockRetention(trx, workspaceId);
      return work(trx);
    });
}

function nextDay(now: Date): Date {
  return new Date(now.getTime() + DAY);
}
