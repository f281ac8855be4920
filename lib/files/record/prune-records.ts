import { sql } from 'kysely';
import { deskActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';

/** Beyond a year, so that one year's books can still be checked when the next year's are closed. */
export const recordDays = 400;

const portion = 1_000;

/** Keeps records with stored bytes. Several processes may do this: each takes rows that no other holds. */
export async function pruneFileRecords(now = databaseDate()): Promise<number> {
  const before = new Date(now.getTime() - recordDays * 86_400_000);
  let pruned = 0;
  for (;;) {
    const taken = await prunePortion(before);
    pruned += taken;
    if (taken < portion) return pruned;
  }
}

/** The audit log keeps each export with its sum, and records in the same transaction how many records were removed. */
async function prunePortion(before: Date): Promise<number> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const { rows } = await sql<{ workspace_id: string }>`
        delete from export_file ${everyWorkspace} where id in (
          select id from export_file
          where started_at < ${before} and state <> 'running' and not kept
          order by started_at limit ${portion} for update skip locked)
        returning workspace_id`.execute(trx);
      for (const [workspaceId, gone] of Map.groupBy(rows, (row) => row.workspace_id)) {
        const workspace = await trx
          .selectFrom('workspace')
          .select(['account', 'role'])
          .where('id', '=', workspaceId)
          .executeTakeFirst();
        if (!workspace) continue;
        await recordAudit(trx, {
          workspaceId,
          actor: deskActor,
          ...workspace,
          action: 'exports.prune',
          subject: String(gone.length),
          outcome: 'done',
          detail: { count: gone.length, days: recordDays },
        });
      }
      return rows.length;
    });
}
