import { deskActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';

/** Audits what the migration to own rooms removed; the migration lacks the log's key. Each count is written once. */
export async function auditWithdrawals(): Promise<void> {
  while (await recordNext()) {
    // One transaction for each workspace.
  }
}

async function recordNext(): Promise<boolean> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const found = await trx
        .selectFrom('event_withdrawal')
        .innerJoin('workspace', 'workspace.id', 'event_withdrawal.workspace_id')
        .select(['workspace_id', 'account', 'role', 'doors', 'events', 'names', 'files'])
        .where('audited_at', 'is', null)
        .orderBy('workspace_id')
        .limit(1)
        .forUpdate('event_withdrawal')
        .skipLocked()
        .modifyEnd(everyWorkspace)
        .executeTakeFirst();
      if (!found) return false;
      const { workspace_id, account, role, doors, events, names, files } = found;
      await trx
        .updateTable('event_withdrawal')
        .set({ audited_at: databaseDate() })
        .where('workspace_id', '=', workspace_id)
        .execute();
      await recordAudit(trx, {
        workspaceId: workspace_id,
        actor: deskActor,
        account,
        role,
        action: 'events.withdraw',
        subject: 'upgrade',
        outcome: 'done',
        detail: { count: events, doors, names, files },
      });
      return true;
    });
}
