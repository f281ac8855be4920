import { sql } from 'kysely';
import { recordAudit } from '@/lib/audit/record';
import type { Db } from '@/lib/db/client';
import { notifyApprovals } from './notify-approvals';
import { entryOf } from './requests';

/**
 * Ends the open requests about a member or a connection that is gone. Its audit entries are the last writes.
 * @param decidedToo the member may not approve any more: what they approved and no one has done yet waits for another approval
 */
export async function withdrawAbout(
  trx: Db,
  workspaceId: string,
  about: string,
  { decidedToo = false }: { decidedToo?: boolean } = {},
): Promise<void> {
  const concerned = sql<boolean>`(facts ->> 'about' = ${about}
    or ${decidedToo} and state in ('approved', 'used') and decided_member = ${about}::uuid)`;
  // Its change is under way. If that is not made, the approval is not given back.
  await trx
    .updateTable('approval')
    .set({ facts: sql`facts || '{"spent": true}'::jsonb` })
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'used')
    .where(concerned)
    .execute();
  const ended = await trx
    .updateTable('approval')
    .set({ state: 'withdrawn' })
    .where('workspace_id', '=', workspaceId)
    .where('state', 'in', ['waiting', 'approved'])
    .where(concerned)
    .returningAll()
    .execute();
  if (ended.length === 0) return;
  await notifyApprovals(trx, workspaceId);
  for (const row of ended) await recordAudit(trx, entryOf(row, 'approvals.gone'));
}
