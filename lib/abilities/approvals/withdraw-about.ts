import { type RawBuilder, sql } from 'kysely';
import { recordAudit } from '@/lib/audit/record';
import { buildingsWhere } from '@/lib/auth/limit-buildings';
import type { Db } from '@/lib/db/client';
import { buildingCapabilities, type Grants } from '@/lib/db/tables/members';
import { notifyApprovals } from './notify-approvals';
import { entryOf } from './requests';

/**
 * Ends the open requests about a member or a connection that is gone. Its audit entries are the last writes.
 * @param mayStill what the member may do from now on; null: nothing. What they could not approve with it, and no one has done yet,
 *   needs another approval
 */
export async function withdrawAbout(
  trx: Db,
  workspaceId: string,
  about: string,
  { mayStill }: { mayStill?: Grants | null } = {},
): Promise<void> {
  const concerned = sql<boolean>`(facts ->> 'about' = ${about}
    or state in ('approved', 'used') and decided_member = ${about}::uuid and ${beyond(mayStill)})`;
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

/** As `mayDecideRequest`: who decides may approve, and sees each building. */
function beyond(grants: Grants | null | undefined): RawBuilder<boolean> {
  if (grants === undefined) return sql`false`;
  if (grants === null || !grants.workspace.includes('approve')) return sql`true`;
  const seen = buildingsWhere({ grants }, (may) => buildingCapabilities.some(may));
  if (seen === null) return sql`false`;
  return sql`exists (
    select from jsonb_array_elements_text(approval.buildings) as name where name <> all(${seen}::text[]))`;
}
