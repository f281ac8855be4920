import { seesEveryBuilding } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { findView } from './data';

/**
 * Any account may save views. Another account's view is "not found", whether it exists or not. A member changes their own
 * views, and with `settings` all; of some buildings none that another person's scheduled file follows.
 */
export async function refuseView(scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> {
  const view = await findView(scope, id);
  if (!view) return 'not-found';
  if (!view.mayChange) return 'not-allowed';
  if (seesEveryBuilding(scope)) return null;
  const followed = await getDb()
    .selectFrom('export_schedule')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where('view_id', '=', id)
    .where('member_id', 'is distinct from', scope.member?.id ?? null)
    .limit(1)
    .executeTakeFirst();
  return followed ? 'not-allowed' : null;
}
