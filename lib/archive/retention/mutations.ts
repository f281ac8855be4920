import type { z } from 'zod';
import { deskActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { DeskError } from '@/lib/errors';
import { lockRetention } from './lock';
import type { removeHoldInput, saveHoldInput, setRuleInput } from './schema';

export async function setRule(
  { workspaceId, actor, account }: Scope,
  { building, mode, days }: z.output<typeof setRuleInput>,
): Promise<void> {
  const now = databaseDate();
  const rule = {
    mode,
    days,
    actor,
    account,
    changed_at: now,
    due_at: now,
    cutoff: null,
    intent_seq: null,
    affected: 0,
    finished_at: null,
    last_affected: null,
  };
  await changing(workspaceId, async (trx) => {
    const stopped = await stopRun(trx, workspaceId, building);
    await trx
      .insertInto('retention_rule')
      .values({ workspace_id: workspaceId, building_name: building, ...rule })
      .onConflict((on) => on.columns(['workspace_id', 'building_name']).doUpdateSet(rule))
      .execute();
    await stopped?.();
  });
}

export async function keepAll({ workspaceId }: Scope, building: string): Promise<void> {
  await changing(workspaceId, async (trx) => {
    const stopped = await stopRun(trx, workspaceId, building);
    await trx
      .deleteFrom('retention_rule')
      .where('workspace_id', '=', workspaceId)
      .where('building_name', '=', building)
      .execute();
    await stopped?.();
  });
}

/** Ends the current run of a changed rule. Its audit entry says how far it came. */
async function stopRun(
  trx: Db,
  workspaceId: string,
  building: string,
): Promise<(() => Promise<unknown>) | null> {
  const rule = await trx
    .selectFrom('retention_rule')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('building_name', '=', building)
    .forUpdate()
    .executeTakeFirst();
  if (!rule?.intent_seq) return null;
  const { actor, account, mode, days, affected: count, intent_seq: intentSeq } = rule;
  return () =>
    recordAudit(trx, {
      workspaceId,
      actor: deskActor,
      account,
      role: 'manager',
      action: 'retention.run',
      subject: building,
      buildings: [building],
      outcome: 'done',
      detail: { mode, days, ruleBy: actor, count, stopped: true },
      intentSeq,
    });
}

export async function saveHold(
  { workspaceId, actor }: Scope,
  { id, building, everywhere, name, reason, from, to }: z.output<typeof saveHoldInput>,
): Promise<void> {
  const kept = {
    building_name: everywhere ? null : building,
    name,
    reason,
    from_day: from,
    to_day: to === '' ? null : to,
    actor,
    changed_at: databaseDate(),
  };
  await changing(workspaceId, async (trx) => {
    if (id === null) {
      await trx
        .insertInto('retention_hold')
        .values({ workspace_id: workspaceId, ...kept })
        .execute();
      return;
    }
    const { numUpdatedRows } = await trx
      .updateTable('retention_hold')
      .set(kept)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new DeskError('not-found');
  });
}

export async function removeHold(
  { workspaceId }: Scope,
  { id }: z.output<typeof removeHoldInput>,
): Promise<string> {
  return changing(workspaceId, async (trx) => {
    const gone = await trx
      .deleteFrom('retention_hold')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirst();
    if (!gone) throw new DeskError('not-found');
    return gone.name;
  });
}

async function changing<T>(workspaceId: string, change: (trx: Db) => Promise<T>): Promise<T> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await lockRetention(trx, workspaceId);
      return change(trx);
    });
}
